//! The forms that pins are copied from, and what each asks for.

use data_encoding::BASE64URL_NOPAD;

use crate::pin::Pinned;
use crate::x509::algorithm::Hash;

/// What a form of pins asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// What is to be hashed.
    pub of: Option<Pinned>,
    /// How the digest is to be spelt.
    pub alphabet: Option<Alphabet>,
    /// The hash function.
    pub hash: Option<Hash>,
    /// Whose certificate or key it is compared with.
    pub holder: Option<Holder>,
    /// Whether the key is hashed as SSH sends it, in place of its SubjectPublicKeyInfo.
    pub is_ssh: bool,
    /// Whether the record holds what others hash: a TLSA record of matching type 0 (RFC 6698 §2.1.3).
    pub is_whole: bool,
}

/// Whose certificate or key a pin of some form is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A CA's above the peer's: TLSA usages 0 and 2 (RFC 7671 §5.2), kubeadm, `NSPinnedCAIdentities`.
    Authority,
    /// The peer's own: TLSA usages 1 and 3 (RFC 7671 §5.1), `NSPinnedLeafIdentities`.
    EndEntity,
    /// Nobody's: a TLSA usage that there is not (RFC 6698 §2.1.1).
    Nobody,
}

/// How a form wants a digest spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// Hexadecimal, with colons or without.
    Hex,
    /// RFC 4648 §4, with its `=`.
    Base64,
    /// RFC 4648 §5, without `=`.
    Base64Url,
}

impl Alphabet {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hexadecimal",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url without `=`",
        }
    }

    /// The octets in it.
    #[must_use]
    pub fn write(self, octets: &[u8]) -> String {
        match self {
            Self::Hex => data_encoding::HEXLOWER.encode(octets),
            Self::Base64 => data_encoding::BASE64.encode(octets),
            Self::Base64Url => BASE64URL_NOPAD.encode(octets),
        }
    }
}

/// What stands before the digest in the forms that pins are copied from, and what they ask for.
/// Compared without regard to case; a longer form stands before the one it begins with.
const FORMS: &[(&str, Form)] = &[
    ("sha256//", SPKI),
    ("sha256/", SPKI),
    ("sha1/", Form { hash: Some(Hash::Sha1), ..SPKI }),
    ("pin-sha256", SPKI),
    (
        "--discovery-token-ca-cert-hash",
        Form { alphabet: Some(Alphabet::Hex), holder: Some(Holder::Authority), ..SPKI },
    ),
    ("verify_certificate_spki", SPKI),
    ("nspinnedcaidentities", Form { holder: Some(Holder::Authority), ..SPKI }),
    ("nspinnedleafidentities", Form { holder: Some(Holder::EndEntity), ..SPKI }),
    ("spki-sha256-base64", SPKI),
    // RFC 4255 §3.1 and RFC 6594: SHA-1 or SHA-256.
    ("sshfp", Form { alphabet: Some(Alphabet::Hex), hash: None, is_ssh: true, ..SPKI }),
    ("spki_sha256", SPKI),
    ("<pin ", SPKI),
    ("verify_certificate_hash", Form { hash: Some(Hash::Sha256), ..CERTIFICATE }),
    ("sha256 fingerprint", Form { hash: Some(Hash::Sha256), ..CERTIFICATE }),
    ("fingerprint", CERTIFICATE),
    ("thumbprint", CERTIFICATE),
    ("x5t#s256", Form { hash: Some(Hash::Sha256), alphabet: Some(Alphabet::Base64Url), ..CERTIFICATE }),
    ("x5t", Form { hash: Some(Hash::Sha1), alphabet: Some(Alphabet::Base64Url), ..CERTIFICATE }),
];

const NONE: Form =
    Form { of: None, alphabet: None, hash: None, holder: None, is_ssh: false, is_whole: false };

const SPKI: Form =
    Form { of: Some(Pinned::PublicKey), alphabet: Some(Alphabet::Base64), hash: Some(Hash::Sha256), ..NONE };

const CERTIFICATE: Form = Form { of: Some(Pinned::Certificate), alphabet: Some(Alphabet::Hex), ..NONE };

impl Form {
    /// The form that `text`, in lower case, is of; none where it is of none that is known.
    pub(super) fn known(text: &str) -> Option<Self> {
        FORMS.iter().find(|(words, _)| text.contains(words)).map(|(_, form)| *form)
    }
}

/// The TLSA records in a text: what each asks for, and its data (RFC 6698 §2.2), which follows three numbers.
pub(super) fn records(text: &str) -> Vec<(Form, &str)> {
    let starts: Vec<usize> =
        text.match_indices(' ').map(|(at, _)| at).filter_map(|at| record_start(text, at)).collect();
    let ends = starts.iter().skip(1).map(|next| {
        let before = text.get(..*next).unwrap_or_default();
        // What names the next record stands in its line.
        before.rfind('\n').unwrap_or(*next)
    });
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    starts.iter().zip(ends).filter_map(|(start, end)| record(text.get(*start..end)?)).collect()
}

/// Where the three numbers begin of which the first stands before the space at `space`.
fn record_start(text: &str, space: usize) -> Option<usize> {
    let start = space.checked_sub(1)?;
    let is_alone = text.get(..start)?.bytes().last().is_none_or(|before| before.is_ascii_whitespace());
    let is_record = matches!(
        text.as_bytes().get(start..)?,
        [b'0'..=b'9', b' ', b'0' | b'1', b' ', b'0'..=b'2', b' ', ..]
    );
    (is_alone && is_record).then_some(start)
}

fn record(text: &str) -> Option<(Form, &str)> {
    let [usage, _, selector, _, matching, ..] = text.as_bytes() else { return None };
    let form = Form {
        of: Some(if *selector == b'0' { Pinned::Certificate } else { Pinned::PublicKey }),
        alphabet: Some(Alphabet::Hex),
        hash: match matching {
            b'1' => Some(Hash::Sha256),
            b'2' => Some(Hash::Sha512),
            _ => None,
        },
        holder: Some(match usage {
            b'0' | b'2' => Holder::Authority,
            b'1' | b'3' => Holder::EndEntity,
            _ => Holder::Nobody,
        }),
        is_whole: *matching == b'0',
        ..NONE
    };
    Some((form, text.get(6..)?))
}
