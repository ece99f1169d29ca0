//! The changes there are.

use crate::peer::encounter::Role;

/// One change to the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A certificate is issued again, by its number on the bench.
    Issue(usize, Edit),
    /// The certificate file of a side is written anew: the end entity, then its issuers, each once, as plain PEM.
    Chain(Role),
    /// The trust file of a side is written anew as plain PEM.
    Trust(Role),
    /// A certificate is put into the trust file of a side.
    Add(Role, usize),
    /// The key file of a side is written anew as PKCS #8.
    Key(Role),
    /// The server allows the suites for both kinds of keys.
    Suites,
}

/// What is different in a certificate that is issued again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    /// keyUsage: digitalSignature
    Sign,
    /// keyUsage: digitalSignature, keyEncipherment
    Encipher,
    /// keyUsage: keyCertSign, cRLSign
    CertSign,
    /// extKeyUsage lists the purpose of the side with this role.
    Purpose(Role),
    /// extKeyUsage of a CA goes.
    NoPurposes,
    /// subjectAltName gains the name that is dialled.
    Name,
    /// basicConstraints: CA:TRUE
    Authority,
    /// basicConstraints: CA:TRUE, without pathLenConstraint
    NoPathLength,
    /// basicConstraints: CA:FALSE
    EndEntity,
    /// subjectKeyIdentifier, and authorityKeyIdentifier of the issuer's
    Identifiers,
    /// Extensions are critical where RFC 5280 says so.
    Criticality,
    /// A validity period that includes the time of the handshake.
    Renewed,
    /// The issuer's name as it stands in the issuer's certificate.
    IssuerName,
    /// Signed with SHA-256.
    Digest,
    /// Only what a certificate of its kind needs, written as RFC 5280 has it.
    Anew,
}
