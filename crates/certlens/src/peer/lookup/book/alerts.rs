//! How each family words the alerts that it receives. An alert says that the other end gave up, and hardly why.

use super::{Entry, FAMILIES, Told};
use crate::peer::Cause as C;
use crate::peer::alert::Alert;

/// What may be behind an alert whose number is not said.
pub(super) const ANY: &[C] = &[
    C::Issuer,
    C::Name,
    C::Expired,
    C::NoCertificate,
    C::KeyPurpose,
    C::KeyUsage,
    C::Suites,
    C::KeyType,
    C::KeyStrength,
    C::SignatureAlgorithm,
    C::Signature,
    C::PeerKey,
    C::Encoding,
    C::NameConstraints,
    C::CaFlag,
    C::CriticalExtension,
    C::PathLength,
];

/// What may be behind each alert: what the recorded stacks send it for, the most frequent first.
const REASONS: &[(u8, &[C])] = &[
    (10, &[C::PeerKey]),
    (
        40,
        &[
            C::Suites,
            C::KeyType,
            C::KeyUsage,
            C::NoCertificate,
            C::KeyStrength,
            C::PeerKey,
            C::KeyPurpose,
            C::ChainLength,
        ],
    ),
    (
        42,
        &[
            C::Name,
            C::Encoding,
            C::NameConstraints,
            C::Issuer,
            C::KeyPurpose,
            C::Expired,
            C::NoCertificate,
            C::ValidityFormat,
            C::Signature,
            C::CaFlag,
            C::SignatureAlgorithm,
            C::CriticalExtension,
            C::KeyStrength,
            C::PathLength,
            C::KeyUsage,
            C::KeyType,
            C::KeyCertSign,
            C::Revocation,
        ],
    ),
    (43, &[C::KeyPurpose, C::KeyUsage, C::Encoding, C::KeyStrength, C::SignatureAlgorithm]),
    (44, &[]),
    (45, &[C::Expired, C::NotYetValid]),
    (
        46,
        &[
            C::NameConstraints,
            C::KeyUsage,
            C::KeyPurpose,
            C::Issuer,
            C::CriticalExtension,
            C::Encoding,
            C::Name,
            C::SignatureAlgorithm,
            C::Expired,
            C::Anchor,
            C::CaFlag,
            C::CaAsEndEntity,
            C::Signature,
            C::PathLength,
            C::ChainLength,
            C::KeyCertSign,
            C::KeyStrength,
        ],
    ),
    (47, &[C::KeyType, C::PeerKey, C::KeyStrength]),
    (
        48,
        &[
            C::Issuer,
            C::CaFlag,
            C::PathLength,
            C::Signature,
            C::SignatureAlgorithm,
            C::KeyCertSign,
            C::Anchor,
            C::Name,
            C::KeyUsage,
        ],
    ),
    (
        49,
        &[
            C::Issuer,
            C::NameConstraints,
            C::Expired,
            C::Signature,
            C::CaFlag,
            C::SignatureAlgorithm,
            C::ChainLength,
            C::Revocation,
        ],
    ),
    (50, &[C::Encoding, C::Name, C::Suites]),
    (51, &[C::PeerKey, C::Signature, C::KeyType, C::SignatureAlgorithm, C::KeyStrength]),
    (70, &[C::Suites, C::KeyType]),
    (71, &[C::KeyStrength, C::SignatureAlgorithm, C::Suites]),
    (80, &[C::KeyUsage, C::KeyType, C::KeyStrength, C::Encoding, C::ValidityFormat]),
    (112, &[C::Name]),
    (116, &[C::NoCertificate]),
    (120, &[]),
];

/// The phrases of every family for every alert that may be about certificates.
pub(super) fn entries() -> impl Iterator<Item = Entry> {
    REASONS.iter().flat_map(|(number, causes)| {
        let alert = Alert(*number);
        let words = alert.name().replace('_', " ");
        let phrases = [
            ("Go", format!("remote error: tls: {}", alert.in_go().to_ascii_lowercase())),
            ("OpenSSL", format!("alert {words}")),
            ("OpenSSL", format!("alert number {number}")),
            ("OpenSSL", format!("(in), tls alert, {words}")),
            ("Java", format!("received fatal alert: {words}")),
            ("rustls", format!("received fatal alert: {}", words.replace(' ', ""))),
            ("GnuTLS", format!("received alert [{number}]")),
        ];
        phrases.into_iter().filter_map(move |(name, phrase)| {
            let family = FAMILIES.iter().find(|family| family.name == name)?;
            Some(Entry { parts: vec![phrase], family, told: Told::Alert(alert), causes, dialled: None })
        })
    })
}
