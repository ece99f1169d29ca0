//! The list of signed certificate timestamps (RFC 6962 §3.2, §3.3).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Reader};
use crate::span::ByteRange;

/// `SignedCertificateTimestamp` as defined in RFC 6962 §3.2, in the presentation language of TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCertificateTimestamp {
    /// `sct_version`: 0 is version 1
    pub version: u8,
    /// `id`: SHA-256 of the log's key
    pub log_id: Vec<u8>,
    /// `timestamp`: milliseconds since 1970
    pub timestamp: u64,
    /// `SignatureAndHashAlgorithm`, hash and signature
    pub algorithm: (u8, u8),
    /// Where it stands.
    pub range: ByteRange,
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    defects: &mut Vec<Defect>,
) -> Option<Vec<SignedCertificateTimestamp>> {
    let whole = reader.whole();
    let octets = reader.required(der::tag::OCTET_STRING, "SignedCertificateTimestampList", defects)?.content;
    let mut rest = octets.of(whole);
    let mut note = || {
        let kind = DefectKind::OutOfRange("SignedCertificateTimestampList");
        defects.push(Defect::new(kind, octets));
    };
    match take(&mut rest, 2).map(number) {
        Some(length) if length == u64::try_from(rest.len()).unwrap_or_default() => {}
        _ => note(),
    }
    let mut timestamps = Vec::new();
    while !rest.is_empty() {
        let Some(length) = take(&mut rest, 2).map(number).and_then(|length| usize::try_from(length).ok())
        else {
            note();
            break;
        };
        let start = octets.end - rest.len();
        let entry = take(&mut rest, length).and_then(|entry| one(entry, start));
        if let Some(entry) = entry {
            timestamps.push(entry);
        } else {
            note();
            break;
        }
    }
    Some(timestamps)
}

fn one(mut rest: &[u8], start: usize) -> Option<SignedCertificateTimestamp> {
    let range = ByteRange::new(start, start + rest.len());
    let version = *take(&mut rest, 1)?.first()?;
    let log_id = take(&mut rest, 32)?.to_vec();
    let timestamp = number(take(&mut rest, 8)?);
    let extensions = usize::try_from(number(take(&mut rest, 2)?)).ok()?;
    take(&mut rest, extensions)?;
    let &[hash, signature] = take(&mut rest, 2)? else { return None };
    Some(SignedCertificateTimestamp { version, log_id, timestamp, algorithm: (hash, signature), range })
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

fn number(octets: &[u8]) -> u64 {
    octets.iter().fold(0, |value, octet| value << 8 | u64::from(*octet))
}
