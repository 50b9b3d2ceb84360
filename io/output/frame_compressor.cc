#include "io/output/frame_compressor.h"

#include <zstd.h>

#include "io/error.h"

namespace ciku {
namespace {

void CheckZstd(size_t result) {
  if (ZSTD_isError(result)) throw Error(ZSTD_getErrorName(result));
}

}  // namespace

void FrameCompressor::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

FrameCompressor::FrameCompressor(int level) : context_(ZSTD_createCCtx()) {
  CheckZstd(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level));
  CheckZstd(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1));
}

std::string FrameCompressor::Compress(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const size_t size =
      ZSTD_compress2(context_.get(), out.data(), out.size(), text.data(), text.size());
  CheckZstd(size);
  out.resize(size);
  return out;
}

std::string FrameCompressor::CompressPart(std::string_view text, bool last) {
  std::string out(ZSTD_compressBound(text.size()) + ZSTD_CStreamOutSize(), '\0');
  ZSTD_inBuffer in_buffer{text.data(), text.size(), 0};
  ZSTD_outBuffer out_buffer{out.data(), out.size(), 0};
  const ZSTD_EndDirective directive = last ? ZSTD_e_end : ZSTD_e_continue;
  for (;;) {
    const size_t left = ZSTD_compressStream2(context_.get(), &out_buffer, &in_buffer, directive);
    CheckZstd(left);
    if (last ? left == 0 : in_buffer.pos == in_buffer.size) break;
    out.resize(out.size() + ZSTD_CStreamOutSize());
    out_buffer.dst = out.data();
    out_buffer.size = out.size();
  }
  out.resize(out_buffer.pos);
  return out;
}

size_t FrameCompressor::memory() const { return ZSTD_sizeof_CCtx(context_.get()); }

}  // namespace ciku
