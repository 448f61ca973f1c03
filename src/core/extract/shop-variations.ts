/** Sizes and colours of WooCommerce, which every theme of it carries in an attribute, for a script to show the price and stock of what is chosen. */
import { isJsonObject, type JsonObject, stringsOf } from '../document/jsonld.js';
import { parseJson } from '../json.js';
import { percentDecoded } from '../url.js';

/** WooCommerce writes up to 30 unless a theme asks for more, some 2,000 characters each. */
const CHARS_MAX = 500_000;

/** As JSON-LD has the variants of a product. */
export function variationsOf(json: string): JsonObject[] {
  const variations = json.length > CHARS_MAX ? undefined : parseJson(json);
  if (!Array.isArray(variations)) return [];
  const hasVariant = variations.filter(isJsonObject).map((variation) => {
    const { attributes, display_price: price, is_in_stock: isInStock, availability_html: said } = variation;
    // As in an address: of words in other letters than Latin ones WordPress makes "%d0%ba…".
    const chosen = isJsonObject(attributes) ? stringsOf(Object.values(attributes)).map(percentDecoded) : [];
    const stock = isInStock === true ? 'InStock' : isInStock === false ? 'OutOfStock' : undefined;
    const availability = typeof said === 'string' && said.trim() !== '' ? said : stock;
    return { name: chosen.join(' / '), offers: { price, availability } };
  });
  return [{ name: 'variations', hasVariant }];
}
