//! What a stack asks that a peer's key may be used for: its row of the matrix of stacks.
//!
//! Only what differs from stack to stack as plain facts stands here, because the checks of the stacks read it, and so do the tables
//! of [`usages`](crate::usages): what is changed here changes both. How a stack compares names, builds a path or measures a key
//! are ways of going about it and no facts of a row; they are its functions, with their sources.
//!
//! Every stack writes its row out, so that it can be read without another; only those that are OpenSSL share OpenSSL's.

use crate::der::oid::Oid;
use crate::peer::encounter::{Role, TlsVersion};
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;
use crate::x509::public_key::{KeyKind, PublicKey};

/// One row. The holder of a certificate is the end of the connection that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What keyUsage of a server's certificate must allow.
    pub server_key_usage: KeyUsageRule,
    /// What keyUsage of a client's certificate must allow.
    pub client_key_usage: KeyUsageRule,
    /// How far up the path of a server extKeyUsage must allow `serverAuth`; `None` where it is not looked at.
    pub server_purpose: Option<Link>,
    /// How far up the path of a client extKeyUsage must allow `clientAuth`; `None` where it is not looked at.
    pub client_purpose: Option<Link>,
    /// How far up `anyExtendedKeyUsage` stands for the purpose; `None` where it never does.
    pub any_purpose: Option<Link>,
    /// Whether Microsoft's and Netscape's server gated cryptography stand for `serverAuth`.
    pub gated_purpose: bool,
    /// Whether a keyUsage or extKeyUsage that lists nothing is taken for none.
    pub empty_is_none: bool,
}

/// A place on a certification path, from the bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// The certificate that is shown.
    EndEntity,
    /// A CA above it.
    Intermediate,
    /// The trusted certificate at the top.
    Anchor,
}

impl Link {
    /// That of the certificate number `depth` from the bottom.
    pub(crate) const fn at(depth: usize, is_anchor: bool) -> Self {
        match (depth, is_anchor) {
            (0, _) => Self::EndEntity,
            (_, false) => Self::Intermediate,
            (_, true) => Self::Anchor,
        }
    }
}

/// What keyUsage must allow, by what the key does in the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyUsageRule {
    /// In TLS 1.3.
    pub tls13: Ask,
    /// In TLS 1.2 with ECDHE.
    pub ecdhe: Ask,
    /// In TLS 1.2 with static RSA, which was recorded apart from the handshakes that are judged.
    pub static_rsa: Ask,
}

/// What is asked of keyUsage where the extension is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// The stack has no such key exchange, or was not recorded with it.
    Unknown,
    /// It does not look.
    Nothing,
    /// One of these bits, by the kind of key.
    OneOf {
        /// Of an RSA key.
        rsa: KeyUsage,
        /// Of any other.
        other: KeyUsage,
    },
}

impl Ask {
    pub(crate) const SIGN: Self = Self::one_of(KeyUsage::DIGITAL_SIGNATURE);
    pub(crate) const ENCRYPT: Self = Self::one_of(KeyUsage::KEY_ENCIPHERMENT);

    /// One of these bits, whatever the key.
    pub(crate) const fn one_of(bits: KeyUsage) -> Self {
        Self::OneOf { rsa: bits, other: bits }
    }

    /// The bits of which one is needed; `None` where nothing is asked, or it is not known what is.
    pub(crate) fn bits(self, key: Option<&PublicKey>) -> Option<KeyUsage> {
        let is_rsa = key.is_some_and(|key| matches!(key.kind, KeyKind::Rsa(_) | KeyKind::RsaPss(_)));
        match self {
            Self::OneOf { rsa, .. } if is_rsa => Some(rsa),
            Self::OneOf { other, .. } => Some(other),
            Self::Unknown | Self::Nothing => None,
        }
    }
}

impl KeyUsageRule {
    pub(crate) const IGNORED: Self =
        Self { tls13: Ask::Nothing, ecdhe: Ask::Nothing, static_rsa: Ask::Nothing };

    /// What is asked in a version, with ECDHE.
    pub(crate) const fn of(&self, version: TlsVersion) -> Ask {
        match version {
            TlsVersion::V12 => self.ecdhe,
            TlsVersion::V13 => self.tls13,
        }
    }
}

impl Rules {
    /// What is asked of the keyUsage of the end `holder`.
    pub(crate) const fn key_usage(&self, holder: Role) -> &KeyUsageRule {
        match holder {
            Role::Client => &self.client_key_usage,
            Role::Server => &self.server_key_usage,
        }
    }

    /// Whether `usage`, as the stack reads it, does for what is asked of such a key.
    pub(crate) fn allows_use(&self, ask: Ask, key: Option<&PublicKey>, usage: Option<KeyUsage>) -> bool {
        let Some((bits, usage)) = ask.bits(key).zip(usage) else { return true };
        usage.has_any(bits) || usage == KeyUsage(0) && self.empty_is_none
    }

    /// Whether extKeyUsage is looked at there on the path of `holder`.
    pub(crate) fn asks_purpose(&self, holder: Role, at: Link) -> bool {
        let reach = match holder {
            Role::Client => self.client_purpose,
            Role::Server => self.server_purpose,
        };
        reach >= Some(at)
    }

    /// Whether `listed`, the content of an extKeyUsage, does there on the path of `holder`.
    pub(crate) fn allows_purpose(&self, holder: Role, at: Link, listed: Option<&[Oid]>) -> bool {
        let Some(listed) = listed.filter(|_| self.asks_purpose(holder, at)) else { return true };
        listed.is_empty() && self.empty_is_none
            || listed.iter().any(|own| self.is_purpose(holder, at, own.octets()))
    }

    /// Whether the content octets of an OID are the purpose of `holder`, or stand for it there.
    pub(crate) fn is_purpose(&self, holder: Role, at: Link, oid: &[u8]) -> bool {
        const GATED: [&[u8]; 2] = [oids::MICROSOFT_GATED, oids::NETSCAPE_GATED];
        let is_any = oid == oids::ANY_EXTENDED_KEY_USAGE && self.any_purpose >= Some(at);
        let is_gated = self.gated_purpose && holder == Role::Server && GATED.contains(&oid);
        oid == holder.key_purpose() || is_any || is_gated
    }
}

#[cfg(test)]
mod tests {
    use super::Link::{Anchor, EndEntity, Intermediate};
    use super::*;
    use crate::peer::stack;

    const ANY: &[u8] = oids::ANY_EXTENDED_KEY_USAGE;

    /// Stack, who holds it, where, what is listed, whether that does.
    type Case = (&'static str, Role, Link, &'static [&'static [u8]], bool);

    #[test]
    fn what_stands_for_a_purpose_ends_where_the_row_says() {
        let cases: &[Case] = &[
            ("go", Role::Client, Anchor, &[ANY], true),
            ("go", Role::Client, Anchor, &[oids::SERVER_AUTH], false),
            ("go", Role::Server, EndEntity, &[], true),
            ("openssl", Role::Server, Anchor, &[oids::NETSCAPE_GATED], true),
            ("openssl", Role::Client, EndEntity, &[oids::NETSCAPE_GATED], false),
            ("openssl", Role::Server, EndEntity, &[ANY], false),
            ("openssl", Role::Server, EndEntity, &[], false),
            ("gnutls", Role::Server, EndEntity, &[ANY], true),
            ("gnutls", Role::Server, Intermediate, &[ANY], false),
            ("gnutls", Role::Server, Anchor, &[oids::CLIENT_AUTH], true),
            ("gnutls", Role::Client, EndEntity, &[oids::SERVER_AUTH], true),
            ("java", Role::Client, Intermediate, &[oids::SERVER_AUTH], true),
        ];
        for (id, holder, at, listed, does) in cases {
            let stack = stack(id).unwrap();
            let listed: Vec<Oid> = listed.iter().map(|oid| Oid::from_octets(oid)).collect();
            let found = stack.rules.allows_purpose(*holder, *at, Some(&listed));
            assert_eq!(found, *does, "{id} {holder:?} {at:?} {listed:?}");
        }
    }
}
