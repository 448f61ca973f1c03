/** A picture small enough for a model to see. */

/** Larger pictures are refused or made smaller by the API: 1568 px and 1.15 megapixels are the most a model sees. */
export const MODEL_EDGE_PX = 1_568;
const MODEL_PIXELS = 1_150_000;

interface ModelImage {
  readonly data: Buffer;
  readonly mimeType: 'image/jpeg';
  /** Says how much of the picture is shown and at what size; undefined when it is the whole at its own size. */
  readonly note: string | undefined;
}

/** Which part from the top of a picture is shown, and how large. */
interface Fit {
  readonly cropHeight: number;
  readonly width: number;
  readonly height: number;
}

/** How wide the tallest picture is that meets both limits, by its height: 733 px by 1568. */
const NARROWEST = MODEL_PIXELS / MODEL_EDGE_PX ** 2;

/**
 * Text stays readable down to the width of the tallest picture that meets both limits. What would be narrower is cut at
 * the bottom instead.
 */
export function fitForModel(width: number, height: number, maxEdgePx: number): Fit {
  // Who asks for a larger edge wants more pixels too, in the shape that the limits have.
  const maxPixels = MODEL_PIXELS * Math.max(1, (maxEdgePx / MODEL_EDGE_PX) ** 2);
  const whole = Math.min(1, maxEdgePx / Math.max(width, height), Math.sqrt(maxPixels / (width * height)));
  const readableWidth = Math.min(width, Math.floor(maxEdgePx * NARROWEST));
  const isReadable = height <= width || Math.round(width * whole) >= readableWidth;
  const scale = isReadable ? whole : readableWidth / width;
  const cropHeight = isReadable ? height : Math.min(height, Math.floor(maxEdgePx / scale));
  return {
    cropHeight,
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(cropHeight * scale)),
  };
}

/** A JPEG of a picture in any format. */
export async function modelImage(source: Buffer, maxEdgePx: number): Promise<ModelImage> {
  const { sharp } = await import('./sharp.js');
  const { width, height } = await sharp(source, { limitInputPixels: false }).metadata();
  const fit = fitForModel(width, height, maxEdgePx);
  const data = await sharp(source, { limitInputPixels: false })
    .extract({ left: 0, top: 0, width, height: fit.cropHeight })
    .resize(fit.width, fit.height, { fit: 'fill' })
    .flatten({ background: '#fff' })
    // Text has hard coloured edges: full chroma.
    .jpeg({ quality: 80, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { data, mimeType: 'image/jpeg', note: noteFor(width, height, fit) };
}

function noteFor(width: number, height: number, fit: Fit): string | undefined {
  if (fit.cropHeight < height)
    return `Shown: the first ${fit.cropHeight} of ${height} px of the page (${Math.round((fit.cropHeight / height) * 100)} %), at ${fit.width} × ${fit.height}; the file has the whole.`;
  if (fit.width < width) return `Shown at ${fit.width} × ${fit.height}; the file has ${width} × ${height} px.`;
  return undefined;
}
