/** Every prompt, in the order in which prompts/list names them. */
import { contentDiscovery } from './content-discovery.js';
import { linkQualityAudit } from './link-quality-audit.js';
import { mediaInventory } from './media-inventory.js';
import { researchAssistant } from './research-assistant.js';

export const PROMPTS = [researchAssistant, contentDiscovery, linkQualityAudit, mediaInventory] as const;
