//! What the key of a peer's certificate may be used for: role by role and key exchange by key exchange, the bit of keyUsage that
//! is needed and the key purpose, whether they are there, and which TLS stacks look.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::peer::{Ask, KeyUsageRule, Link, Role, Rules};
use crate::prose::list;
use crate::purpose::{self, Grant};
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::public_key::KeyKind;

mod stack;

use stack::named;

/// The usages of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Usages {
    /// As a server's, then as a client's.
    pub roles: Vec<RoleUsages>,
    /// What of its keyUsage serves nothing, a sentence each.
    pub notes: Vec<String>,
}

/// One role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct RoleUsages {
    /// The end of the connection that presents the certificate.
    pub role: Role,
    /// Whether extKeyUsage allows it.
    pub purpose: PurposeUsage,
    /// Whether keyUsage allows it, by key exchange; those that the key can take part in.
    pub exchanges: Vec<ExchangeUsage>,
}

/// Whether extKeyUsage allows a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct PurposeUsage {
    /// The key purpose needed: `serverAuth` or `clientAuth`.
    pub needed: String,
    /// Whether it is there.
    pub state: PurposeState,
    /// The stacks that refuse it, of the eight that were tried.
    pub refused_by: Vec<String>,
    /// What was found and what to do.
    pub message: String,
    /// The CAs above it whose own extKeyUsage does not list the purpose.
    pub issuers: Vec<IssuerPurpose>,
}

/// How extKeyUsage answers a purpose.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum PurposeState {
    /// There is no extKeyUsage, which restricts nothing.
    Absent,
    /// It is listed.
    Listed,
    /// Only anyExtendedKeyUsage is.
    AnyOnly,
    /// The list is there and empty.
    Empty,
    /// Others are listed.
    NotListed,
    /// It is there and cannot be read.
    Unreadable,
}

/// A CA whose extKeyUsage narrows what it issues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct IssuerPurpose {
    /// Its number among the objects of the inspection.
    pub object: usize,
    /// How its extKeyUsage answers the purpose.
    pub state: PurposeState,
    /// The stacks that refuse the path for it, of the eight that were tried.
    pub refused_by: Vec<String>,
    /// What was found and what to do.
    pub message: String,
}

/// Whether keyUsage allows what a key exchange does with the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct ExchangeUsage {
    /// The key exchange.
    pub exchange: Exchange,
    /// What it is called.
    pub label: String,
    /// The bit it needs.
    pub needed: String,
    /// Whether it is there.
    pub state: BitState,
    /// The stacks that look at keyUsage here, of the eight that were tried.
    pub enforced_by: Vec<String>,
    /// Those of them that refuse what is there.
    pub refused_by: Vec<String>,
    /// What was found.
    pub message: String,
}

/// How the peers come to a common secret, and what the key proves there.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
pub enum Exchange {
    /// TLS 1.3: a signature, always (RFC 8446 §4.4.2.2).
    #[serde(rename = "tls1.3")]
    Tls13,
    /// TLS 1.2 with ECDHE or DHE: a signature (RFC 5246 §7.4.2, RFC 8422 §5.3).
    #[serde(rename = "tls1.2-ecdhe")]
    Tls12Ecdhe,
    /// TLS 1.2 with `TLS_RSA_…`: the client encrypts to the server's key (RFC 5246 §7.4.2). The client still signs (§7.4.8).
    #[serde(rename = "tls1.2-rsa")]
    Tls12Rsa,
    /// TLS 1.2 with `TLS_ECDH_…`: both keys agree on the secret (RFC 4492 §2.1, §3.2); RFC 8422 has dropped it.
    #[serde(rename = "tls1.2-ecdh")]
    Tls12Ecdh,
}

/// Whether a bit of keyUsage is there.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum BitState {
    /// It is set.
    Present,
    /// keyUsage is there without it.
    Missing,
    /// There is no keyUsage, which allows everything.
    Unrestricted,
    /// keyUsage is there and cannot be read.
    Unreadable,
}

/// A CA above a certificate on its certification path.
#[derive(Debug, Clone, Copy)]
pub struct PathIssuer<'a> {
    /// Its number.
    pub id: ObjectId,
    /// Its certificate.
    pub certificate: &'a Certificate,
    /// True if the path ends in it.
    pub is_anchor: bool,
}

/// The usages of a certificate that a peer may present; none of a CA's that names no server or client.
#[must_use]
pub fn of(certificate: &Certificate, issuers: &[PathIssuer<'_>]) -> Option<Usages> {
    let is_named = certificate.subject_alternative_names().is_some_and(|names| !names.is_empty());
    if certificate.is_ca() && !is_named {
        return None;
    }
    let roles = [Role::Server, Role::Client].map(|role| RoleUsages {
        role,
        purpose: PurposeUsage { issuers: nesting(role, issuers), ..purpose(certificate, role) },
        exchanges: exchanges(certificate).iter().map(|own| exchange(certificate, role, *own)).collect(),
    });
    Some(Usages { roles: roles.into(), notes: notes(certificate) })
}

impl Exchange {
    const fn ask(self, rule: &KeyUsageRule) -> Ask {
        match self {
            Self::Tls13 => rule.tls13,
            Self::Tls12Ecdhe => rule.ecdhe,
            Self::Tls12Rsa => rule.static_rsa,
            Self::Tls12Ecdh => Ask::Unknown,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Tls13 => "TLS 1.3",
            Self::Tls12Ecdhe => "TLS 1.2, ECDHE",
            Self::Tls12Rsa => "TLS 1.2, static RSA",
            Self::Tls12Ecdh => "TLS 1.2, static ECDH",
        }
    }

    const fn needs(self, role: Role) -> KeyUsage {
        match (self, role) {
            (Self::Tls13 | Self::Tls12Ecdhe, _) | (Self::Tls12Rsa, Role::Client) => {
                KeyUsage::DIGITAL_SIGNATURE
            }
            (Self::Tls12Rsa, Role::Server) => KeyUsage::KEY_ENCIPHERMENT,
            (Self::Tls12Ecdh, _) => KeyUsage::KEY_AGREEMENT,
        }
    }
}

/// The key exchanges that a key of this kind can take part in.
fn exchanges(certificate: &Certificate) -> &'static [Exchange] {
    match certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(_)) => &[Exchange::Tls13, Exchange::Tls12Ecdhe, Exchange::Tls12Rsa],
        Some(KeyKind::Ec(_)) => &[Exchange::Tls13, Exchange::Tls12Ecdhe, Exchange::Tls12Ecdh],
        Some(KeyKind::RsaPss(_) | KeyKind::Ed25519 | KeyKind::Ed448) => {
            &[Exchange::Tls13, Exchange::Tls12Ecdhe]
        }
        Some(KeyKind::PostQuantum(_)) => &[Exchange::Tls13],
        _ => &[],
    }
}

fn exchange(certificate: &Certificate, role: Role, exchange: Exchange) -> ExchangeUsage {
    let needed = exchange.needs(role);
    let bit = needed.names().next().unwrap_or_default();
    let usage = certificate.key_usage();
    let state = match usage {
        Some(usage) if usage.has(needed) => BitState::Present,
        Some(_) => BitState::Missing,
        None if certificate.extension("keyUsage").is_some() => BitState::Unreadable,
        None => BitState::Unrestricted,
    };
    let key = certificate.public_key.as_ref();
    let ask = |rules: &Rules| exchange.ask(rules.key_usage(role));
    let enforced_by = named(|rules| ask(rules).bits(key).is_some());
    let refused_by = named(|rules| !rules.allows_use(ask(rules), key, usage));
    let message = exchange_words(state, bit, exchange, &refused_by);
    let label = exchange.label().to_owned();
    ExchangeUsage { exchange, label, needed: bit.to_owned(), state, enforced_by, refused_by, message }
}

fn exchange_words(state: BitState, bit: &str, exchange: Exchange, refused_by: &[String]) -> String {
    let refused = match refused_by {
        [] => String::new(),
        stacks => format!(" {} refuse it.", list(stacks)),
    };
    let found = match state {
        BitState::Present => format!("{bit} is there."),
        BitState::Missing => format!("{bit} is missing."),
        BitState::Unrestricted => "There is no keyUsage, which allows every use.".to_owned(),
        BitState::Unreadable => "keyUsage cannot be read: issue it again.".to_owned(),
    };
    let issue = match refused_by {
        [] => {
            format!(" None of the eight stacks that were tried minds, against the RFC: issue it with {bit}.")
        }
        _ => format!(" Issue it with {bit}."),
    };
    let rest = match (state, exchange) {
        (BitState::Missing, Exchange::Tls12Ecdh) => {
            " RFC 8422 has dropped this exchange, and no stack was tried with it: leave it so."
        }
        (BitState::Missing, Exchange::Tls12Rsa) if bit == "keyEncipherment" => {
            " It takes a peer without TLS 1.3 and without ECDHE to need it: leave it so."
        }
        (BitState::Missing, _) => issue.as_str(),
        _ => "",
    };
    format!("{found}{refused}{rest}")
}

fn purpose_state(certificate: &Certificate, role: Role) -> PurposeState {
    let purposes = certificate.extended_key_usage();
    match (purpose::grant(purposes, role.purpose()), purposes) {
        (Grant::Unrestricted, _) if certificate.extension("extKeyUsage").is_some() => {
            PurposeState::Unreadable
        }
        (Grant::Unrestricted, _) => PurposeState::Absent,
        (Grant::Listed, _) => PurposeState::Listed,
        (Grant::AnyPurpose, _) => PurposeState::AnyOnly,
        (Grant::Refused, Some([])) => PurposeState::Empty,
        (Grant::Refused, _) => PurposeState::NotListed,
    }
}

fn purpose(certificate: &Certificate, role: Role) -> PurposeUsage {
    let purposes = certificate.extended_key_usage();
    let state = purpose_state(certificate, role);
    let refused_by = named(|rules| !rules.allows_purpose(role, Link::EndEntity, purposes));
    let needed = role.purpose().name();
    let stacks = match refused_by.len() {
        stack::COUNT => "Every stack refuses it".to_owned(),
        _ => format!("{} refuse it", list(&refused_by)),
    };
    let message = match state {
        PurposeState::Absent => {
            "There is no extKeyUsage: every stack takes it, as a server's and as a client's \
                                 alike. List the one it is for."
                .to_owned()
        }
        PurposeState::Listed => format!("extKeyUsage lists `{needed}`."),
        PurposeState::AnyOnly => format!(
            "extKeyUsage lists `anyExtendedKeyUsage` in the place of `{needed}`. {stacks}; {} take it. List `{needed}`.",
            list(&named(|rules| rules.any_purpose.is_some()))
        ),
        PurposeState::Unreadable => {
            "extKeyUsage cannot be read, so nothing is said of who takes it: issue it again.".to_owned()
        }
        PurposeState::Empty => {
            format!("extKeyUsage lists nothing. {stacks}. List `{needed}`, if it is to be a {}.", role.name())
        }
        PurposeState::NotListed => format!(
            "extKeyUsage lists {}, and not `{needed}`. {stacks}. List it, if it is to be a {}.",
            purpose::listing(purposes.unwrap_or_default()),
            role.name()
        ),
    };
    PurposeUsage { needed: needed.to_owned(), state, refused_by, message, issuers: Vec::new() }
}

/// The CAs of the path that narrow it to other purposes.
fn nesting(role: Role, issuers: &[PathIssuer<'_>]) -> Vec<IssuerPurpose> {
    let narrow = |issuer: &PathIssuer<'_>| {
        let purposes = issuer.certificate.extended_key_usage();
        let state = purpose_state(issuer.certificate, role);
        let at = if issuer.is_anchor { Link::Anchor } else { Link::Intermediate };
        let refused_by = named(|rules| !rules.allows_purpose(role, at, purposes));
        if refused_by.is_empty() {
            return None;
        }
        let needed = role.purpose().name();
        let message = format!(
            "The extKeyUsage of #{}, a CA above it, lists {}, and not `{needed}`: {} refuse what is below it. Make that CA again \
             without extKeyUsage, or with `{needed}` in it.",
            issuer.id.0,
            purpose::listing(purposes.unwrap_or_default()),
            list(&refused_by),
        );
        Some(IssuerPurpose { object: issuer.id.0, state, refused_by, message })
    };
    issuers.iter().filter_map(narrow).collect()
}

/// The bits that serve nothing in TLS.
fn notes(certificate: &Certificate) -> Vec<String> {
    let Some(usage) = certificate.key_usage() else { return Vec::new() };
    let is_ec = matches!(certificate.public_key.as_ref().map(|key| &key.kind), Some(KeyKind::Ec(_)));
    let mut notes = Vec::new();
    if usage.has(KeyUsage::KEY_ENCIPHERMENT) {
        let rest = if is_ec {
            "an elliptic-curve key cannot encrypt at all"
        } else {
            "only TLS 1.2 with static RSA uses it, in the server's certificate"
        };
        notes.push(format!(
            "keyEncipherment is never used by TLS 1.3 or ECDHE; {rest}. Leave it out unless old clients need it."
        ));
    }
    if usage.has(KeyUsage::DATA_ENCIPHERMENT) {
        notes.push("dataEncipherment is never used by TLS of any version. Leave it out.".to_owned());
    }
    notes
}
