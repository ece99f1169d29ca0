//! Archives: zip, tar and gzip, as the files that are in them.

mod gzip;
mod tar;
mod zip;

use miniz_oxide::inflate::decompress_slice_iter_to_slice;
use zeroize::{Zeroize as _, Zeroizing};

use super::Source;

/// Deepest nesting: a `.tar.gz` is two, and one of them inside another is four.
const DEEPEST: usize = 4;

/// What may still be taken out of archives, so that no archive can fill the memory or keep anyone waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Allowance {
    /// Files that may be tried.
    files: usize,
    /// Bytes that may be gone through, be they kept or not.
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

    /// Whether some of it cannot be read without a password.
    pub(super) fn is_encrypted(self, bytes: &[u8]) -> bool {
        self == Self::Zip && zip::is_encrypted(bytes)
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
    /// Counts one file that is tried; false if there were too many.
    const fn take_file(&mut self) -> bool {
        match self.files.checked_sub(1) {
            Some(left) => {
                self.files = left;
                true
            }
            None => false,
        }
    }

    /// Counts `size` bytes before they are gone through; false if that is too much.
    const fn take_bytes(&mut self, size: usize) -> bool {
        match self.bytes.checked_sub(size) {
            Some(left) => {
                self.bytes = left;
                true
            }
            None => false,
        }
    }
}

/// Raw deflate (RFC 1951), if it gives `size` bytes, no more and no less, with this CRC-32. They are counted before, whether or
/// not they are kept; what goes in is, where that is more: a stream may give nothing, and many entries of a zip may share one.
fn inflate(bytes: &[u8], size: usize, checksum: u32, left: &mut Allowance) -> Option<Vec<u8>> {
    if !left.take_bytes(size.max(bytes.len())) {
        return None;
    }
    // Room for all of it: what grows leaves copies behind, and a private key may be in it.
    let mut inflated = Zeroizing::new(vec![0; size]);
    let written = decompress_slice_iter_to_slice(&mut inflated, core::iter::once(bytes), false, true);
    let is_whole = written == Ok(size) && crc32(&inflated) == checksum;
    is_whole.then(|| core::mem::take(&mut *inflated))
}

/// CRC-32 as zip and gzip have it (RFC 1952 §8).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    let table: [u32; 256] =
        core::array::from_fn(|byte| (0..8).fold(u32::try_from(byte).unwrap_or_default(), |crc, _| step(crc)));
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        let [low, ..] = crc.to_le_bytes();
        (crc >> 8) ^ table.get(usize::from(low ^ byte)).copied().unwrap_or_default()
    })
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

#[cfg(test)]
mod tests {
    use super::{Allowance, Contents, crc32, gzip, tar, zip};

    /// A zip whose directory has `count` entries, all of one stream that inflates to `content`.
    fn shared(content: &[u8], count: u16, method: u16, checksum: u32) -> Vec<u8> {
        let stream =
            if method == 8 { miniz_oxide::deflate::compress_to_vec(content, 6) } else { content.to_vec() };
        let [packed, unpacked] =
            [&stream, content].map(|bytes| u32::try_from(bytes.len()).unwrap().to_le_bytes());
        let mut zip = [b"PK\x03\x04".as_slice(), &[0; 22], &[0; 4], &stream].concat();
        let directory = u32::try_from(zip.len()).unwrap().to_le_bytes();
        for _ in 0..count {
            zip.extend(b"PK\x01\x02\0\0\0\0\0\0");
            zip.extend(method.to_le_bytes());
            zip.extend([0; 4]);
            zip.extend(checksum.to_le_bytes());
            zip.extend(packed);
            zip.extend(unpacked);
            zip.extend([1, 0]);
            zip.extend([0; 16]);
            zip.extend(b"a");
        }
        zip.extend(b"PK\x05\x06\0\0\0\0\0\0");
        zip.extend(count.to_le_bytes());
        zip.extend([0; 4]);
        zip.extend(directory);
        zip.extend([0; 2]);
        zip
    }

    fn read(zip: &[u8], files: usize, bytes: usize) -> (usize, bool, Allowance) {
        let mut left = Allowance { files, bytes };
        let Contents { files, is_partial } = zip::read(zip, &mut left);
        (files.len(), is_partial, left)
    }

    #[test]
    fn checksum() {
        assert_eq!((crc32(b""), crc32(b"123456789")), (0, 0xcbf4_3926));
    }

    #[test]
    fn what_is_gone_through_counts_whether_or_not_it_is_kept() {
        let content = [7; 1000];
        for (method, checksum, kept) in
            [(8, crc32(&content), 10), (8, 1, 0), (0, crc32(&content), 10), (0, 1, 0)]
        {
            let zip = shared(&content, 10, method, checksum);
            assert_eq!(
                read(&zip, 50, 50_000),
                (kept, kept == 0, Allowance { files: 40, bytes: 40_000 }),
                "{method} {checksum}"
            );
            // The eleventh thousand is not tried.
            let (_, is_partial, left) = read(&shared(&content, 11, method, checksum), 50, 10_500);
            assert_eq!(
                (is_partial, left),
                (true, Allowance { files: 39, bytes: 500 }),
                "{method} {checksum}"
            );
        }
    }

    #[test]
    fn nothing_is_inflated_beyond_the_last_file() {
        let content = [7; 1000];
        let zip = shared(&content, 60_000, 8, crc32(&content));
        assert_eq!(read(&zip, 3, 1 << 30), (3, true, Allowance { files: 0, bytes: (1 << 30) - 3000 }));
        let mut left = Allowance { files: 0, bytes: 5000 };
        assert!(gzip::read(&zip, &mut left).is_partial && tar::read(&[0; 512], &mut left).files.is_empty());
        assert_eq!(left.bytes, 5000);
    }

    /// Blocks of no content: they give nothing and take as long as they are.
    #[test]
    fn a_stream_that_gives_nothing_counts() {
        let stream = [[0, 0, 0, 0xff, 0xff].repeat(199), vec![1, 0, 0, 0xff, 0xff]].concat();
        let mut left = Allowance { files: 1, bytes: 2500 };
        assert_eq!(super::inflate(&stream, 0, 0, &mut left), Some(Vec::new()));
        assert_eq!(super::inflate(&stream, 0, 1, &mut left), None);
        assert_eq!(super::inflate(&stream, 0, 0, &mut left), None);
        assert_eq!(left.bytes, 500);
    }

    #[test]
    fn a_size_that_is_not_true_is_not_believed() {
        let stream = miniz_oxide::deflate::compress_to_vec(b"hello", 6);
        let sum = crc32(b"hello");
        let sizes = [4, 5, 6].map(|size| {
            let mut left = Allowance { files: 1, bytes: 50 };
            super::inflate(&stream, size, sum, &mut left).is_some()
        });
        assert_eq!(sizes, [false, true, false]);
    }
}
