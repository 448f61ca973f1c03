/** The image library, loaded only where a picture is worked on: it takes 20 MB. */
export { default as sharp } from 'sharp';
