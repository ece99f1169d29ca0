//! Archives: zip, tar and gzip, as the files that are in them.

mod gzip;
mod tar;
mod zip;

use zeroize::Zeroize as _;

use super::Source;

/// Deepest nesting: a `.tar.gz` is two, and one of them inside another is four.
const DEEPEST: usize = 4;

/// What may still be taken out of archives, so that no archive can fill the memory.
struct Allowance {
    files: usize,
    bytes: usize,
}

/// Most that one call takes out of archives: more files than a cluster has Secrets to review, more bytes than a browser likes.
const ALLOWANCE: Allowance = Allowance { files: 5000, bytes: 128 << 20 };

/// What was in an archive.
#[derive(Default)]
struct Contents {
    /// Paths and contents.
    files: Vec<(String, Vec<u8>)>,
    /// Something is in it that is not among the files: it is encrypted, damaged, packed otherwise, or too much.
    is_partial: bool,
}

/// A way of putting files into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Zip,
    Tar,
    Gzip,
}

impl Format {
    /// What `bytes` begin like.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            [0x1f, 0x8b, 0x08, ..] => Some(Self::Gzip),
            _ => tar::is_tar(bytes).then_some(Self::Tar),
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::Gzip => "gzip",
        }
    }

    fn read(self, bytes: &[u8], left: &mut Allowance) -> Contents {
        match self {
            Self::Zip => zip::read(bytes, left),
            Self::Tar => tar::read(bytes, left),
            Self::Gzip => gzip::read(bytes, left),
        }
    }
}

/// Replaces every archive by the files in it, named like `bundle.zip › prod/web.yaml`; archives in archives too.
///
/// An archive of which not all could be read stays, after what was read of it, and [`inspect`](crate::inspect()) says so.
#[must_use]
pub fn unpack(sources: Vec<Source>) -> Vec<Source> {
    let mut left = ALLOWANCE;
    let mut unpacked = Vec::with_capacity(sources.len());
    for source in sources {
        unpack_one(source, 0, &mut left, &mut unpacked);
    }
    unpacked
}

fn unpack_one(mut source: Source, depth: usize, left: &mut Allowance, unpacked: &mut Vec<Source>) {
    let Some(format) = Format::of(&source.content).filter(|_| depth < DEEPEST) else {
        unpacked.push(source);
        return;
    };
    let Contents { files, is_partial } = format.read(&source.content, left);
    for (path, content) in files {
        let name = if path.is_empty() { source.name.clone() } else { format!("{} › {path}", source.name) };
        unpack_one(Source { name, content }, depth + 1, left, unpacked);
    }
    if is_partial {
        unpacked.push(source);
    } else {
        source.content.zeroize();
    }
}

impl Allowance {
    /// Counts one file of `size` bytes; false if that is too much.
    const fn take(&mut self, size: usize) -> bool {
        if self.files == 0 || size > self.bytes {
            return false;
        }
        self.files -= 1;
        self.bytes -= size;
        true
    }
}

/// Raw deflate (RFC 1951), if it ends, gives at most what is left, and has this CRC-32.
fn inflate(bytes: &[u8], checksum: u32, left: &Allowance) -> Option<Vec<u8>> {
    let unpacked = miniz_oxide::inflate::decompress_to_vec_with_limit(bytes, left.bytes);
    let unpacked = unpacked.map_err(|mut error| error.output.zeroize()).ok()?;
    (crc32(&unpacked) == checksum).then_some(unpacked)
}

/// CRC-32 as zip and gzip have it (RFC 1952 §8).
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

/// Two bytes, the low one first.
fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?)))
}

/// Four bytes, the low one first.
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// Four bytes that count something.
fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}
