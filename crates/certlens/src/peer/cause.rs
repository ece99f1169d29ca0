//! What can be wrong with a pair, in terms that all stacks share: a requirement each.

use crate::path;
use crate::rule::{Citation, Rule, RuleKind, Severity};

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
    /// An issuer has no keyUsage.
    CaKeyUsage,
    /// The issuer's name in a certificate is not, or not in its bytes, the subject of its issuer.
    IssuerName,
    /// The key identifiers of a certificate and its issuer are missing, or do not agree.
    KeyIdentifiers,
    /// An extension is critical that may not be, or is not where it must be.
    Criticality,
    /// The certificates of the file are not each the issuer of the one before.
    ChainOrder,
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

impl Cause {
    /// What may be behind it where only an error is read: the causes that stacks tell in the same words, as the pairs of the recorded
    /// refusals had them.
    pub(crate) const fn finer(self) -> &'static [Self] {
        match self {
            Self::Issuer => &[
                Self::IssuerName,
                Self::KeyIdentifiers,
                Self::Anchor,
                Self::CaFlag,
                Self::KeyCertSign,
                Self::CaKeyUsage,
                Self::PathLength,
                Self::ChainLength,
                Self::Encoding,
                Self::TrustFile,
            ],
            Self::Anchor => &[Self::CaFlag],
            Self::CaFlag => &[Self::CaKeyUsage, Self::KeyPurpose],
            Self::KeyCertSign => &[Self::CaKeyUsage],
            Self::KeyPurpose => &[Self::CaFlag, Self::CaAsEndEntity],
            Self::KeyUsage => &[Self::KeyCertSign, Self::Encoding],
            Self::KeyMatch => &[Self::ChainOrder, Self::KeyType, Self::Encoding],
            Self::KeyType | Self::Suites => &[Self::KeyType, Self::Encoding, Self::SignatureAlgorithm],
            Self::NoCertificate => &[Self::KeyType],
            Self::Encoding => &[Self::Criticality],
            Self::KeyFile => &[Self::KeyType, Self::KeyStrength],
            Self::CertificateFile => &[
                Self::Encoding,
                Self::KeyType,
                Self::KeyUsage,
                Self::KeyStrength,
                Self::CriticalExtension,
                Self::ChainLength,
            ],
            Self::TrustFile => &[Self::Encoding, Self::KeyType, Self::CriticalExtension],
            _ => &[],
        }
    }

    /// What must hold so that this does not happen.
    #[must_use]
    pub const fn rule(self) -> &'static Rule {
        match self {
            Self::CertificateFile => &CERTIFICATE_FILE,
            Self::KeyFile => &KEY_FILE,
            Self::TrustFile => &TRUST_FILE,
            Self::KeyMatch | Self::PeerKey => &KEY_MATCH,
            Self::Encoding => &ENCODING,
            Self::Issuer => &path::TRUST_ANCHOR,
            Self::Anchor => &ANCHOR,
            Self::CaFlag => &path::CA_FLAG,
            Self::KeyCertSign => &path::KEY_CERT_SIGN,
            Self::CaKeyUsage => &CA_KEY_USAGE,
            Self::IssuerName => &path::NAME_CHAINING,
            Self::KeyIdentifiers => &KEY_IDENTIFIERS,
            Self::Criticality => &CRITICALITY,
            Self::ChainOrder => &CHAIN_ORDER,
            Self::PathLength => &path::PATH_LENGTH,
            Self::ChainLength => &CHAIN_LENGTH,
            Self::CaAsEndEntity => &END_ENTITY,
            Self::Expired | Self::NotYetValid => &path::VALIDITY_PERIOD,
            Self::ValidityFormat => &VALIDITY_FORMAT,
            Self::Name => &path::REFERENCE_IDENTIFIER,
            Self::KeyPurpose => &path::KEY_PURPOSE,
            Self::KeyUsage => &path::KEY_USAGE,
            Self::CriticalExtension => &path::CRITICAL_EXTENSIONS,
            Self::NameConstraints => &path::NAME_CONSTRAINTS_PERMITTED,
            Self::Policy => &path::CERTIFICATE_POLICY,
            Self::Signature => &path::SIGNATURE,
            Self::SignatureAlgorithm => &SIGNATURE_ALGORITHM,
            Self::KeyStrength => &KEY_STRENGTH,
            Self::KeyType => &KEY_TYPE,
            Self::Suites => &SUITES,
            Self::NoCertificate => &CLIENT_CERTIFICATE,
            Self::Revocation => &REVOCATION_STATUS,
        }
    }
}

/// The requirements that only TLS stacks make.
pub(crate) const RULES: &[&Rule] = &[
    &CERTIFICATE_FILE,
    &KEY_FILE,
    &TRUST_FILE,
    &KEY_MATCH,
    &ENCODING,
    &ANCHOR,
    &CA_KEY_USAGE,
    &KEY_IDENTIFIERS,
    &CRITICALITY,
    &CHAIN_ORDER,
    &CHAIN_LENGTH,
    &END_ENTITY,
    &VALIDITY_FORMAT,
    &SIGNATURE_ALGORITHM,
    &KEY_STRENGTH,
    &KEY_TYPE,
    &SUITES,
    &CLIENT_CERTIFICATE,
    &REVOCATION_STATUS,
];

const CERTIFICATE_FILE: Rule = Rule {
    code: "certificate-file-loads",
    title: "every stack loads the certificate file",
    severity: Severity::Error,
    citation: Citation::Rfc(7468, "2"),
    explanation: "Loaders differ in what they read around a PEM block: some stop at a byte order mark, an indented line, a missing \
                  newline or a foreign label, and some pass over it and load fewer certificates without a word.",
    remedy: "Write `tls.crt` anew as plain PEM, the end entity first: `openssl crl2pkcs7 -nocrl -certfile tls.crt | openssl pkcs7 \
             -print_certs -out clean.crt`.",
    kind: RuleKind::Requirement,
};

const KEY_FILE: Rule = Rule {
    code: "key-file-loads",
    title: "every stack loads the private key",
    severity: Severity::Error,
    citation: Citation::Rfc(5958, "2"),
    explanation: "Not every stack reads every structure of a private key: Java reads PKCS #8 only, none reads an encrypted key without \
                  its password, and some go by the label where others go by the structure.",
    remedy: "Write the key as unencrypted PKCS #8: `openssl pkcs8 -topk8 -nocrypt -in tls.key -out clean.key`.",
    kind: RuleKind::Requirement,
};

const TRUST_FILE: Rule = Rule {
    code: "trust-file-loads",
    title: "every stack loads the trusted certificates",
    severity: Severity::Error,
    citation: Citation::Rfc(7468, "2"),
    explanation: "A bundle from which a stack reads nothing leaves it without any trusted CA; one from which it reads only some \
                  makes it refuse peers that others accept.",
    remedy: "Write `ca.crt` anew as plain PEM, one block after the other: `openssl crl2pkcs7 -nocrl -certfile ca.crt | openssl pkcs7 \
             -print_certs -out clean.crt`.",
    kind: RuleKind::Requirement,
};

const KEY_MATCH: Rule = Rule {
    code: "key-fits-certificate",
    title: "the private key is that of the first certificate",
    severity: Severity::Error,
    citation: Citation::Rfc(8446, "4.4.3"),
    explanation: "A peer proves that a certificate is its own by signing with the key that belongs to it. Most stacks compare the two \
                  when they load them, others fail in the handshake.",
    remedy: "Put the certificate first that was issued for this key, and its intermediates after it; or mount the key that belongs \
             to it.",
    kind: RuleKind::Requirement,
};

const ENCODING: Rule = Rule {
    code: "encoding-accepted",
    title: "every stack parses the certificate",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1"),
    explanation: "Parsers differ in what they take: a negative or padded serial number, a name of the wrong characters, an address of \
                  five octets or a repeated extension makes strict ones refuse a certificate that others use.",
    remedy: "Have the certificate issued again by a CA that writes DER as RFC 5280 asks.",
    kind: RuleKind::Requirement,
};

const ANCHOR: Rule = Rule {
    code: "anchor-accepted",
    title: "what is trusted may be a trust anchor in every stack",
    severity: Severity::Error,
    citation: Citation::Practice(
        "OpenSSL and Node ask for a self-signed root; Go, Java, rustls and gRPC take any certificate they are given",
    ),
    explanation: "Some stacks end a path at any certificate they were told to trust, others only at a self-signed one, or only at a CA.",
    remedy: "Put the self-signed root into `ca.crt`, beside the intermediate if need be.",
    kind: RuleKind::Requirement,
};

const CA_KEY_USAGE: Rule = Rule {
    code: "ca-key-usage-given",
    title: "the certificate of a CA has keyUsage",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.3"),
    explanation: "A CA's certificate must say by keyUsage that its key signs certificates. Most stacks take a missing extension for \
                  permission; Python since 3.13 (X509_V_FLAG_X509_STRICT) and wolfSSL do not. `openssl req -x509` writes none by itself.",
    remedy: "Issue the CA's certificate again, with the same key and subject, and `keyUsage=critical,keyCertSign,cRLSign`.",
    kind: RuleKind::Requirement,
};

const KEY_IDENTIFIERS: Rule = Rule {
    code: "key-identifiers-agree",
    title: "the key identifiers lead from a certificate to its issuer",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.1"),
    explanation: "authorityKeyIdentifier says by which key a certificate was signed, subjectKeyIdentifier of a CA which key that is. \
                  OpenSSL, BoringSSL, GnuTLS, NSS and Java pass over an issuer whose identifier is another one; Python since 3.13 asks for both.",
    remedy: "Issue the certificate again with `authorityKeyIdentifier=keyid:always` from a CA with `subjectKeyIdentifier=hash`, and trust that CA.",
    kind: RuleKind::Requirement,
};

const CRITICALITY: Rule = Rule {
    code: "criticality-as-required",
    title: "extensions are critical where RFC 5280 says so",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2"),
    explanation: "basicConstraints of a CA must be critical, key identifiers must not be, and subjectAltName must be where the subject \
                  is empty. Python since 3.13 (X509_V_FLAG_X509_STRICT) refuses what differs, most other stacks do not look.",
    remedy: "Issue the certificate again with the extension critical, or not, as RFC 5280 §4.2.1 has it.",
    kind: RuleKind::Requirement,
};

const CHAIN_ORDER: Rule = Rule {
    code: "chain-in-order",
    title: "each certificate of the file is the issuer of the one before",
    severity: Severity::Error,
    citation: Citation::Rfc(5246, "7.4.2"),
    explanation: "TLS 1.2 asks for the end entity first and each issuer after it. Java's key stores hold to that when they load \
                  a chain; other stacks pick from a heap what fits.",
    remedy: "Write `tls.crt` as the end entity, then its issuer, and so on; leave out certificates that are twice in it or belong to \
             another chain.",
    kind: RuleKind::Requirement,
};

const CHAIN_LENGTH: Rule = Rule {
    code: "chain-length",
    title: "the chain is no longer than every stack follows",
    severity: Severity::Error,
    citation: Citation::Practice("rustls-webpki follows 6 intermediates, Mbed TLS 8, wolfSSL 9, OpenSSL 100"),
    explanation: "Every stack bounds the length of the chains it follows.",
    remedy: "Issue from a CA closer to the root.",
    kind: RuleKind::Requirement,
};

const END_ENTITY: Rule = Rule {
    code: "end-entity-is-no-ca",
    title: "the certificate presented is not that of a CA",
    severity: Severity::Error,
    citation: Citation::Practice("rustls-webpki and NSS refuse a CA certificate as an end entity"),
    explanation: "A certificate with CA:TRUE that is presented by a server or a client is refused by stacks that keep the two apart; \
                  in the others its key can sign certificates for everybody.",
    remedy: "Issue the end entity a certificate with `basicConstraints=critical,CA:FALSE`.",
    kind: RuleKind::Requirement,
};

const VALIDITY_FORMAT: Rule = Rule {
    code: "validity-readable",
    title: "every stack reads the validity period",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1.2.5"),
    explanation: "Times without seconds, with an offset, with fractions or of a day that does not exist are read by some stacks and \
                  refused by others.",
    remedy: "Have the certificate issued again with times as `YYMMDDHHMMSSZ` until 2049 and `YYYYMMDDHHMMSSZ` from 2050 on.",
    kind: RuleKind::Requirement,
};

const SIGNATURE_ALGORITHM: Rule = Rule {
    code: "signature-algorithm-accepted",
    title: "every stack accepts the signature algorithm",
    severity: Severity::Error,
    citation: Citation::Practice(
        "Go, OpenSSL, rustls and GnuTLS refuse SHA-1; all but wolfSSL refuse MD5; rustls has no P-521 with ring",
    ),
    explanation: "Signatures with MD5 or SHA-1 are refused by most stacks, and those of an algorithm that a stack does not implement \
                  by that stack.",
    remedy: "Issue again with SHA-256: `-sha256`, and an RSA or P-256 key of the CA.",
    kind: RuleKind::Requirement,
};

const KEY_STRENGTH: Rule = Rule {
    code: "key-strength-accepted",
    title: "every stack accepts the strength of the key",
    severity: Severity::Error,
    citation: Citation::Practice(
        "OpenSSL at security level 2 and rustls ask for RSA of 2048 bits, Go for 1024",
    ),
    explanation: "Stacks refuse keys below their own least strength, some of them already when they load their own.",
    remedy: "Make a new key of P-256, or RSA of 2048 bits or more, and have it certified.",
    kind: RuleKind::Requirement,
};

const KEY_TYPE: Rule = Rule {
    code: "key-type-accepted",
    title: "every stack uses this kind of key",
    severity: Severity::Error,
    citation: Citation::Rfc(8446, "4.2.3"),
    explanation: "Every stack uses RSA and P-256. Ed25519, P-521 and RSASSA-PSS keys are used by some, other curves and explicit \
                  parameters by hardly any.",
    remedy: "Make a new key of P-256, or RSA of 2048 bits or more, and have it certified.",
    kind: RuleKind::Requirement,
};

const SUITES: Rule = Rule {
    code: "suites-in-common",
    title: "both sides have a cipher suite and a signature scheme in common",
    severity: Severity::Error,
    citation: Citation::Rfc(8422, "2"),
    explanation: "In TLS 1.2 the suite names the kind of key that the server signs with: ECDHE-RSA needs an RSA key, ECDHE-ECDSA one of \
                  an elliptic curve. In TLS 1.3 suites do not.",
    remedy: "Allow the suites that fit the server's key, or TLS 1.3.",
    kind: RuleKind::Requirement,
};

const CLIENT_CERTIFICATE: Rule = Rule {
    code: "client-certificate-sent",
    title: "the client shows a certificate",
    severity: Severity::Error,
    citation: Citation::Rfc(8446, "4.4.2.4"),
    explanation: "A server that requires a client certificate refuses a client without one; so it does where the client has one that fits \
                  none of the signature schemes or CAs that the server names.",
    remedy: "Configure the client with its certificate and key, of a kind that the server's stack uses.",
    kind: RuleKind::Requirement,
};

const REVOCATION_STATUS: Rule = Rule {
    code: "revocation-status-given",
    title: "the revocation status that the certificate asks for is given",
    severity: Severity::Error,
    citation: Citation::Rfc(7633, "4.2.2"),
    explanation: "The tlsFeature extension (must-staple) asks the peer to send an OCSP response along; few stacks do in mutual TLS.",
    remedy: "Issue the certificate without tlsFeature, or configure OCSP stapling on its side.",
    kind: RuleKind::Requirement,
};
