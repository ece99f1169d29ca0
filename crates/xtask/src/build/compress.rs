//! gzip and brotli, at their hardest.

use std::io::Write;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::page::Files;

/// The compressed forms of every file that gains by it, under the names web servers look for.
pub(crate) fn twins(files: &Files) -> Result<Files> {
    let mut twins = Files::new();
    for (name, bytes) in files {
        for (ending, packed) in [("br", brotli(bytes)?), ("gz", gzip(bytes)?)] {
            if packed.len() < bytes.len() {
                twins.insert(format!("{name}.{ending}"), packed);
            }
        }
    }
    Ok(twins)
}

pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    // The writer sets neither name nor time, so the same bytes give the same file.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

pub(crate) fn brotli(mut bytes: &[u8]) -> Result<Vec<u8>> {
    let hardest = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &hardest)?;
    Ok(packed)
}
