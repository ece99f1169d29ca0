//! What webpki reads of a certificate, and what it refuses to read (`cert.rs`, `x509.rs`, `trust_anchor.rs`).

use std::rc::Rc;

use crate::der::tag;
use crate::peer::shelf::Parsed;
use crate::peer::stack::rustls::der::{Input, all};
use crate::peer::stack::rustls::error::{
    BAD_DER, BAD_DER_TIME, EXTENSION_VALUE_INVALID, Error, SIGNATURE_ALGORITHM_MISMATCH, TRAILING_DATA,
    UNSUPPORTED_CERT_VERSION, UNSUPPORTED_CRITICAL_EXTENSION,
};
use crate::time::CivilTime;

/// The fields that webpki keeps: the contents of their elements.
#[derive(Debug, Clone)]
pub(super) struct Cert<'a> {
    /// The same as our own reader has it.
    pub(super) parsed: &'a Rc<Parsed>,
    /// The content of `signatureAlgorithm`.
    pub(super) algorithm: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) validity: &'a [u8],
    pub(super) subject: &'a [u8],
    pub(super) spki: Spki<'a>,
    pub(super) basic_constraints: Option<&'a [u8]>,
    pub(super) purposes: Option<&'a [u8]>,
    pub(super) name_constraints: Option<&'a [u8]>,
    pub(super) names: Option<&'a [u8]>,
}

/// `subjectPublicKeyInfo`
#[derive(Debug, Clone, Copy)]
pub(super) struct Spki<'a> {
    /// The whole element.
    pub(super) der: &'a [u8],
    /// Its content.
    pub(super) content: &'a [u8],
}

/// What a trusted certificate is good for; the rest of it does not count.
#[derive(Debug, Clone)]
pub(super) struct Anchor<'a> {
    pub(super) parsed: &'a Rc<Parsed>,
    pub(super) subject: &'a [u8],
    pub(super) spki: Spki<'a>,
    pub(super) name_constraints: Option<&'a [u8]>,
}

/// What becomes of critical extensions that webpki does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Critical {
    Refused,
    Ignored,
}

impl<'a> Cert<'a> {
    /// A certificate that the peer shows, or one's own.
    /// Recorded: der-v1-leaf-server, sig-inner-outer-null-params-server.
    pub(super) fn read(parsed: &'a Rc<Parsed>) -> Result<Self, Error> {
        certificate(parsed, Critical::Refused)
    }
}

impl<'a> Anchor<'a> {
    /// A certificate of `ca.crt`. One of version 1 is read by a reader of its own.
    pub(super) fn read(parsed: &'a Rc<Parsed>) -> Option<Self> {
        match certificate(parsed, Critical::Ignored) {
            Ok(Cert { parsed, subject, spki, name_constraints, .. }) => {
                Some(Self { parsed, subject, spki, name_constraints })
            }
            Err(_) => version_1_anchor(parsed).ok(),
        }
    }
}

/// `Cert::from_input`
fn certificate(parsed: &Rc<Parsed>, critical: Critical) -> Result<Cert<'_>, Error> {
    let (tbs, algorithm) = all(&parsed.der, TRAILING_DATA, |outer| {
        outer.nested(tag::SEQUENCE, TRAILING_DATA, |fields| {
            let tbs = fields.expect(tag::SEQUENCE)?;
            let algorithm = fields.expect(tag::SEQUENCE)?;
            fields.bits()?;
            Ok((tbs, algorithm))
        })
    })?;
    all(tbs, TRAILING_DATA, |tbs| {
        tbs.nested(tag::context_constructed(0), UNSUPPORTED_CERT_VERSION, |version| {
            match version.octet()? {
                2 => Ok(()),
                _ => Err(UNSUPPORTED_CERT_VERSION),
            }
        })?;
        tbs.expect(tag::INTEGER)?;
        if tbs.expect(tag::SEQUENCE)? != algorithm {
            return Err(SIGNATURE_ALGORITHM_MISMATCH);
        }
        let mut cert = Cert {
            parsed,
            algorithm,
            issuer: tbs.expect(tag::SEQUENCE)?,
            validity: tbs.expect(tag::SEQUENCE)?,
            subject: tbs.expect(tag::SEQUENCE)?,
            spki: spki(tbs)?,
            basic_constraints: None,
            purposes: None,
            name_constraints: None,
            names: None,
        };
        // issuerUniqueID and subjectUniqueID are not provided for: what is left must be the extensions.
        if !tbs.is_empty() {
            tbs.nested(tag::context_constructed(3), TRAILING_DATA, |explicit| {
                explicit.nested(tag::SEQUENCE, TRAILING_DATA, |list| extensions(list, &mut cert, critical))
            })?;
        }
        Ok(cert)
    })
}

fn spki<'a>(fields: &mut Input<'a>) -> Result<Spki<'a>, Error> {
    fields.whole(tag::SEQUENCE).map(|(der, content)| Spki { der, content })
}

/// `remember_extension` of `cert.rs` and `x509.rs`: kinds that are known, each once, and of the others none that is critical. Recorded:
/// ext-duplicate-san-server, ext-ski-critical-client, ext-unique-ids-server.
fn extensions<'a>(list: &mut Input<'a>, cert: &mut Cert<'a>, critical: Critical) -> Result<(), Error> {
    let mut ignored = Ignored::default();
    while !list.is_empty() {
        list.nested(tag::SEQUENCE, TRAILING_DATA, |fields| {
            let id = fields.expect(tag::OID)?;
            let is_critical = fields.boolean()?;
            let value = fields.expect(tag::OCTET_STRING)?;
            let slot = match id {
                [0x55, 0x1d, 15] => &mut ignored.key_usage,
                [0x55, 0x1d, 17] => &mut cert.names,
                [0x55, 0x1d, 19] => &mut cert.basic_constraints,
                [0x55, 0x1d, 30] => &mut cert.name_constraints,
                [0x55, 0x1d, 31] => &mut ignored.distribution_points,
                [0x55, 0x1d, 37] => &mut cert.purposes,
                SIGNED_CERTIFICATE_TIMESTAMPS => &mut ignored.timestamps,
                _ if is_critical && critical == Critical::Refused => {
                    return Err(UNSUPPORTED_CRITICAL_EXTENSION);
                }
                _ => return Ok(()),
            };
            if slot.is_some() {
                return Err(EXTENSION_VALUE_INVALID);
            }
            *slot = Some(match id {
                [0x55, 0x1d, 15] => value,
                SIGNED_CERTIFICATE_TIMESTAMPS => {
                    all(value, BAD_DER, |value| value.expect(tag::OCTET_STRING))?
                }
                _ => all(value, BAD_DER, |value| value.expect(tag::SEQUENCE))?,
            });
            Ok(())
        })?;
    }
    Ok(())
}

/// Known, and refused if it is there twice or unreadable, but of no consequence.
#[derive(Default)]
struct Ignored<'a> {
    key_usage: Option<&'a [u8]>,
    distribution_points: Option<&'a [u8]>,
    timestamps: Option<&'a [u8]>,
}

/// 1.3.6.1.4.1.11129.2.4.2
const SIGNED_CERTIFICATE_TIMESTAMPS: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2];

/// `extract_trust_anchor_from_v1_cert_der`
fn version_1_anchor(parsed: &Rc<Parsed>) -> Result<Anchor<'_>, Error> {
    all(&parsed.der, BAD_DER, |outer| {
        outer.nested(tag::SEQUENCE, TRAILING_DATA, |fields| {
            let anchor = fields.nested(tag::SEQUENCE, TRAILING_DATA, |tbs| {
                tbs.expect(tag::INTEGER)?;
                // signature, issuer, validity
                for _ in 0..3 {
                    tbs.expect(tag::SEQUENCE)?;
                }
                let subject = tbs.expect(tag::SEQUENCE)?;
                Ok(Anchor { parsed, subject, spki: spki(tbs)?, name_constraints: None })
            });
            fields.expect(tag::SEQUENCE)?;
            fields.expect(tag::BIT_STRING)?;
            anchor
        })
    })
}

/// A time in seconds since 1970 (`time.rs`): `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`, not before 1970.
pub(super) fn time(fields: &mut Input<'_>) -> Result<i64, Error> {
    let is_utc = fields.peek(tag::UTC_TIME);
    let tag = if is_utc { tag::UTC_TIME } else { tag::GENERALIZED_TIME };
    let text = fields.expect(tag).map_err(|_| TRAILING_DATA)?;
    let pairs: Vec<Option<i64>> = text.chunks(2).map(two_digits).collect();
    let (century, pairs) = match pairs.split_first() {
        Some((Some(century), rest)) if !is_utc => (*century, rest),
        Some((Some(50..), _)) if is_utc => (19, pairs.as_slice()),
        _ => (20, pairs.as_slice()),
    };
    let [Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second), None, rest @ ..] = pairs
    else {
        return Err(BAD_DER_TIME);
    };
    let civil = CivilTime {
        year: century * 100 + year,
        month: *month,
        day: *day,
        hour: *hour,
        minute: *minute,
        second: *second,
    };
    let zone = text.get(if is_utc { 12 } else { 14 });
    if !civil.is_valid() || civil.year < 1970 || zone != Some(&b'Z') {
        return Err(BAD_DER_TIME);
    }
    let is_whole = rest.is_empty() && !text.len().is_multiple_of(2);
    if is_whole { Ok(civil.timestamp().0) } else { Err(TRAILING_DATA) }
}

fn two_digits(pair: &[u8]) -> Option<i64> {
    match pair {
        [high @ b'0'..=b'9', low @ b'0'..=b'9'] => Some(i64::from(high - b'0') * 10 + i64::from(low - b'0')),
        _ => None,
    }
}
