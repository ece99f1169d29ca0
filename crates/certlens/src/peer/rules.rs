//! What a stack asks of a peer's certificate, as far as it can be said in a row of a table.

use crate::x509::extension::key_usage::KeyUsage;

/// One row of the matrix of stacks: what the stack enforces. The checks read it; so does whoever wants to see it.
#[expect(clippy::struct_excessive_bools, reason = "a row of a table of yes and no")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// How the issuer's name in a certificate is compared with the subject of its issuer.
    pub issuer_names: NameComparison,
    /// Whether an authority key identifier that is not the issuer's subject key identifier rules the issuer out.
    pub key_identifiers_must_agree: bool,
    /// Whether a trusted certificate that is not self-signed ends a path.
    pub partial_chains: bool,
    /// Whether a trusted certificate of no CA may be the end entity itself.
    pub trusted_end_entity: TrustedEndEntity,
    /// Whether the validity period of the anchor counts.
    pub anchor_validity: bool,
    /// Whether extKeyUsage of the anchor restricts what is below it.
    pub anchor_purposes: bool,
    /// Whether name constraints of the anchor count.
    pub anchor_name_constraints: bool,
    /// Whether extKeyUsage of an intermediate restricts what is below it.
    pub nested_purposes: bool,
    /// What keyUsage of a server's certificate must allow.
    pub server_key_usage: KeyUsageRule,
    /// What keyUsage of a client's certificate must allow.
    pub client_key_usage: KeyUsageRule,
    /// Whether `anyExtendedKeyUsage` stands for the role.
    pub any_purpose: bool,
    /// When the common name is taken for a name of the server.
    pub common_name: CommonName,
    /// Fewest bits of an RSA key.
    pub rsa_bits: usize,
    /// Whether SHA-1 signatures are accepted from private CAs.
    pub sha1: bool,
}

/// How two distinguished names are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameComparison {
    /// Byte for byte.
    Bytes,
    /// Without regard to letter case, spaces and string types (RFC 5280 §7.1).
    Canonical,
}

/// Which trusted certificates of no CA may be the peer's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrustedEndEntity {
    /// Any.
    Any,
    /// Self-signed ones.
    SelfSigned,
    /// None.
    None,
}

/// What keyUsage of an end entity must allow, where the extension is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyUsageRule {
    /// Nothing: it is not looked at.
    Ignored,
    /// One of these bits.
    AnyOf(KeyUsage),
    /// digitalSignature in TLS 1.3 and with ECDHE suites.
    ByKeyExchange,
}

/// When the common name is taken for a name of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommonName {
    /// Never.
    Never,
    /// Where subjectAltName has no dNSName.
    WithoutDnsNames,
    /// Where subjectAltName is missing or has none of the names that the stack compares.
    WithoutNames,
}
