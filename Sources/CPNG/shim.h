#pragma once
// libpng reports errors by longjmp, which Swift code must not be jumped across. Everything that may
// jump is therefore called from here, inside one C frame.
#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct capi_png {
  // In: the file, and what is wanted of it.
  const uint8_t *bytes;
  size_t count;
  size_t offset;
  uint64_t largest_area;  // pixels; more is refused before memory is taken
  int as_labels;          // 0: colours with alpha, 8 bits; 1: values as stored
  // Out. `pixels` is malloc'ed; capi_png_free releases it, after failures too.
  uint32_t width, height;
  int bit_depth, colour_type;  // as stored in the file
  uint8_t *pixels;             // RGBA, or one value (two bytes at bit_depth 16) a pixel
  size_t row_bytes;
  uint8_t exif[64];  // the beginning of the Exif block: the first directory's orientation
  size_t exif_count;
  char message[160];
  // Own use.
  png_structp png;
  png_infop info;
  png_bytep *rows;
} capi_png;

static inline void capi_png_fail(png_structp png, png_const_charp text) {
  capi_png *state = (capi_png *)png_get_error_ptr(png);
  strncpy(state->message, text, sizeof(state->message) - 1);
  png_longjmp(png, 1);
}

// Warnings are about what can be read all the same (odd text chunks, colour profiles).
static inline void capi_png_ignore(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static inline void capi_png_feed(png_structp png, png_bytep out, size_t wanted) {
  capi_png *state = (capi_png *)png_get_io_ptr(png);
  if (wanted > state->count - state->offset) png_error(png, "the file ends early");
  memcpy(out, state->bytes + state->offset, wanted);
  state->offset += wanted;
}

static inline void capi_png_keep_exif(capi_png *state) {
  png_bytep exif = NULL;
  png_uint_32 length = 0;
  if (!png_get_eXIf_1(state->png, state->info, &length, &exif) || exif == NULL) return;
  state->exif_count = length < sizeof(state->exif) ? length : sizeof(state->exif);
  memcpy(state->exif, exif, state->exif_count);
}

static inline void capi_png_free(capi_png *state) {
  free(state->pixels);
  state->pixels = NULL;
}

// 0, or -1 with a message. The state is on the caller's frame: nothing that is changed after
// setjmp and read after a jump lives in a register here.
static inline int capi_png_decode(capi_png *state) {
  state->png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, state, capi_png_fail, capi_png_ignore);
  if (state->png == NULL) {
    strncpy(state->message, "out of memory", sizeof(state->message) - 1);
    return -1;
  }
  if (setjmp(png_jmpbuf(state->png))) {
    png_destroy_read_struct(&state->png, &state->info, NULL);
    free(state->rows);
    state->rows = NULL;
    capi_png_free(state);
    return -1;
  }
  state->info = png_create_info_struct(state->png);
  if (state->info == NULL) png_error(state->png, "out of memory");
  png_set_read_fn(state->png, state, capi_png_feed);
  png_read_info(state->png, state->info);
  state->width = png_get_image_width(state->png, state->info);
  state->height = png_get_image_height(state->png, state->info);
  state->bit_depth = png_get_bit_depth(state->png, state->info);
  state->colour_type = png_get_color_type(state->png, state->info);
  if ((uint64_t)state->width * state->height > state->largest_area)
    png_error(state->png, "more pixels than the limit allows");

  if (state->as_labels) {
    if (state->colour_type & PNG_COLOR_MASK_COLOR && state->colour_type != PNG_COLOR_TYPE_PALETTE)
      png_error(state->png, "has colours, not labels");
    png_set_packing(state->png);
    png_set_strip_alpha(state->png);
  } else {
    png_set_scale_16(state->png);
    png_set_expand(state->png);
    png_set_gray_to_rgb(state->png);
    png_set_add_alpha(state->png, 0xff, PNG_FILLER_AFTER);
  }
  png_set_interlace_handling(state->png);
  png_read_update_info(state->png, state->info);
  state->row_bytes = png_get_rowbytes(state->png, state->info);
  state->pixels = (uint8_t *)malloc(state->row_bytes * state->height);
  state->rows = (png_bytep *)malloc(sizeof(png_bytep) * state->height);
  if (state->pixels == NULL || state->rows == NULL) png_error(state->png, "out of memory");
  for (uint32_t y = 0; y < state->height; y++)
    state->rows[y] = state->pixels + (size_t)y * state->row_bytes;
  png_read_image(state->png, state->rows);
  png_read_end(state->png, state->info);
  capi_png_keep_exif(state);
  png_destroy_read_struct(&state->png, &state->info, NULL);
  free(state->rows);
  state->rows = NULL;
  return 0;
}
