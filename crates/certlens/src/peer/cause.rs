//! What can be wrong with a pair, in terms that all stacks share.

/// Why a stack gives up, whatever it calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The stack's loader does not read `tls.crt`, or reads nothing in it.
    CertificateFile,
    /// The stack's loader does not read `tls.key`.
    KeyFile,
    /// The stack's loader does not read `ca.crt`, or reads nothing in it.
    TrustFile,
    /// The private key is not that of the first certificate.
    KeyMatch,
    /// The stack's parser refuses the encoding of a certificate.
    Encoding,
    /// No path leads to a trusted certificate.
    Issuer,
    /// What is trusted may not be a trust anchor for this stack.
    Anchor,
    /// An issuer is not a CA.
    CaFlag,
    /// An issuer's keyUsage does not allow it to sign certificates.
    KeyCertSign,
    /// More intermediates than an issuer allows.
    PathLength,
    /// More certificates than the stack follows.
    ChainLength,
    /// A CA's certificate is used by an end entity.
    CaAsEndEntity,
    /// A certificate has expired.
    Expired,
    /// A certificate is not yet valid.
    NotYetValid,
    /// A time of a certificate cannot be read.
    ValidityFormat,
    /// The name that is dialled is not one of the certificate's.
    Name,
    /// extKeyUsage does not allow the role.
    KeyPurpose,
    /// keyUsage does not allow what the handshake does.
    KeyUsage,
    /// A critical extension is not understood.
    CriticalExtension,
    /// A name is outside what an issuer may sign for.
    NameConstraints,
    /// No certificate policy is valid where one is required.
    Policy,
    /// A signature does not verify.
    Signature,
    /// A signature algorithm is too weak for the stack, or unknown to it.
    SignatureAlgorithm,
    /// A key is too weak for the stack.
    KeyStrength,
    /// A key is of a kind that the stack does not use, or cannot be read by it.
    KeyType,
    /// The two have no cipher suite or signature scheme in common.
    Suites,
    /// The peer does not hold the private key of the certificate that it shows.
    PeerKey,
    /// The peer shows no certificate.
    NoCertificate,
    /// The certificate asks for a revocation status that was not given.
    Revocation,
}
