//! RFC 5280 §4.1.1.2: signature algorithm.

use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::certificate::Certificate;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    SIGNATURE_MD5,
    SIGNATURE_SHA1,
    SELF_SIGNATURE_WEAK,
    SIGNATURE_DSA,
    SIGNATURE_UNKNOWN,
    SIGNATURE_RSA_PARAMETERS,
    SIGNATURE_PARAMETERS_PRESENT,
    PSS_HASHES_DIFFER,
    PSS_SALT_LENGTH,
];

/// The hash function of a signature that has one by itself.
pub(super) fn hash(algorithm: &SignatureAlgorithm) -> Option<Hash> {
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(hash)
        | SignatureAlgorithm::Ecdsa(hash)
        | SignatureAlgorithm::Dsa(hash) => Some(*hash),
        SignatureAlgorithm::RsaPss(parameters) => parameters.and_then(|parameters| parameters.hash),
        SignatureAlgorithm::Ed25519
        | SignatureAlgorithm::Ed448
        | SignatureAlgorithm::MlDsa(_)
        | SignatureAlgorithm::SlhDsa(_)
        | SignatureAlgorithm::Unknown(_) => None,
    }
}

pub(super) const fn is_broken(hash: Hash) -> bool {
    matches!(hash, Hash::Md2 | Hash::Md4 | Hash::Md5)
}

const SIGNATURE_MD5: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "signature-md5",
        title: "signature with MD5, MD4 or MD2",
        severity: Severity::Error,
        citation: Citation::Rfc(6151, "2.1"),
        explanation: "Certificates with such signatures have been forged. Every TLS stack that was tried refuses them.",
        remedy: "Issue it again with SHA-256: `openssl x509 -req -sha256`.",
        kind: RuleKind::Lint,
    },
    run: signature_md5,
};

fn signature_md5(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let found = hash(&algorithm.signature()).filter(|hash| is_broken(*hash) && !certificate.is_self_issued());
    let message = found.map(|hash| {
        format!("it is signed with {algorithm}, which rests on {}; SHA-256 is needed", hash.name())
    });
    message.map(|message| context.note(algorithm.range, message)).into_iter().collect()
}

const SIGNATURE_SHA1: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "signature-sha1",
        title: "signature with SHA-1",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go, OpenSSL 3 at security level 2, Node, GnuTLS and rustls refuse it; Java and BoringSSL do not",
        ),
        explanation: "Collisions of SHA-1 can be bought. Most TLS stacks refuse a signature that rests on it, the self-signature \
                      of a root excepted.",
        remedy: "Issue it again with SHA-256: `openssl x509 -req -sha256`.",
        kind: RuleKind::Lint,
    },
    run: signature_sha1,
};

fn signature_sha1(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let found = hash(&algorithm.signature()) == Some(Hash::Sha1) && !certificate.is_self_issued();
    context.when(found, algorithm.range, || format!("it is signed with {algorithm}; SHA-256 is needed"))
}

const SELF_SIGNATURE_WEAK: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "self-signature-weak",
        title: "self-signature with a broken hash function",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "the eight stacks that were tried do not check the signature of an anchor",
        ),
        explanation: "The signature of a root proves nothing that the anchor does not give already, so nobody checks it. Scanners \
                      report it all the same, and the age of the root is worth a thought.",
        remedy: "Nothing need be done now; sign the next root with SHA-256.",
        kind: RuleKind::Lint,
    },
    run: self_signature_weak,
};

fn self_signature_weak(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let weak = hash(&algorithm.signature()).is_some_and(|hash| hash == Hash::Sha1 || is_broken(hash));
    context.when(weak && certificate.is_self_issued(), algorithm.range, || {
        format!("its own signature is {algorithm}; SHA-256 is usual")
    })
}

const SIGNATURE_DSA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "signature-dsa",
        title: "signature with DSA",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go since 1.16, rustls and BoringSSL know no DSA; TLS 1.3 has no code for it",
        ),
        explanation: "Most TLS stacks cannot check the signature at all.",
        remedy: "Replace the CA by one with an EC P-256 or RSA key.",
        kind: RuleKind::Lint,
    },
    run: signature_dsa,
};

fn signature_dsa(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let found = matches!(algorithm.signature(), SignatureAlgorithm::Dsa(_));
    context.when(found, algorithm.range, || format!("it is signed with {algorithm}; ECDSA or RSA is needed"))
}

const SIGNATURE_UNKNOWN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "signature-algorithm-unknown",
        title: "signature algorithm that is not known here",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.1.1.2"),
        explanation: "The signature cannot be checked here, and TLS stacks know the common algorithms only.",
        remedy: "Check with the CA which software can verify it, or have it signed with ECDSA, RSA or Ed25519.",
        kind: RuleKind::Lint,
    },
    run: signature_unknown,
};

fn signature_unknown(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let found = matches!(algorithm.signature(), SignatureAlgorithm::Unknown(_));
    context.when(found, algorithm.range, || format!("it is signed with {algorithm}, which is not known here"))
}

const SIGNATURE_RSA_PARAMETERS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "signature-rsa-parameters-not-null",
        title: "RSA signature algorithm without its NULL",
        severity: Severity::Warning,
        citation: Citation::Rfc(4055, "5"),
        explanation: "The parameters of RSA signatures with PKCS #1 v1.5 are an encoded NULL. Readers that compare the whole \
                      identifier do not recognise any other.",
        remedy: "Have it issued again by software that writes the NULL; openssl does.",
        kind: RuleKind::Lint,
    },
    run: signature_rsa_parameters,
};

const NULL: &[u8] = &[5, 0];

fn signature_rsa_parameters(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found =
        [&certificate.inner_algorithm, &certificate.signature_algorithm].into_iter().find(|algorithm| {
            matches!(algorithm.signature(), SignatureAlgorithm::RsaPkcs1(_))
                && algorithm.parameters.as_deref() != Some(NULL)
        });
    let note = |algorithm: &crate::x509::algorithm::AlgorithmIdentifier| {
        let instead = if algorithm.parameters.is_some() { "others" } else { "none" };
        context.note(
            algorithm.range,
            format!("the parameters of {algorithm} must be NULL, and there are {instead}"),
        )
    };
    found.map(note).into_iter().collect()
}

const SIGNATURE_PARAMETERS_PRESENT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "signature-parameters-present",
        title: "parameters where the signature algorithm has none",
        severity: Severity::Warning,
        citation: Citation::Rfc(5758, "3.2"),
        explanation: "ECDSA, Ed25519 and Ed448 identifiers have no parameters, not even NULL (RFC 5758 §3.2, RFC 8410 §3). Readers \
                      that compare the whole identifier, such as rustls, do not recognise it with some.",
        remedy: "Have it issued again by software that leaves the parameters out.",
        kind: RuleKind::Lint,
    },
    run: signature_parameters_present,
};

fn signature_parameters_present(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let bare = matches!(
        algorithm.signature(),
        SignatureAlgorithm::Ecdsa(_) | SignatureAlgorithm::Ed25519 | SignatureAlgorithm::Ed448
    );
    context.when(bare && algorithm.parameters.is_some(), algorithm.range, || {
        format!("{algorithm} has parameters, and must have none")
    })
}

const PSS_HASHES_DIFFER: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "pss-hashes-differ",
        title: "RSASSA-PSS with two hash functions",
        severity: Severity::Warning,
        citation: Citation::Rfc(4055, "3.1"),
        explanation: "The hash of the message and that of the mask should be the same. Go and rustls know no other combination; the \
                      usual cause is that one of them was left at its default, SHA-1.",
        remedy: "Sign it again with both set: `-sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha256 -sha256`.",
        kind: RuleKind::Lint,
    },
    run: pss_hashes_differ,
};

fn pss_hashes_differ(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let SignatureAlgorithm::RsaPss(Some(parameters)) = algorithm.signature() else { return Vec::new() };
    let name = |hash: Option<Hash>| hash.map_or("an unknown function", Hash::name);
    let (message, mask) = (name(parameters.hash), name(parameters.mask_hash));
    context.when(message != mask, algorithm.range, || {
        format!("the message is hashed with {message} and the mask with {mask}; both should be the same")
    })
}

const PSS_SALT_LENGTH: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "pss-salt-length",
        title: "RSASSA-PSS with an unusual salt",
        severity: Severity::Warning,
        citation: Citation::Rfc(8446, "4.2.3"),
        explanation: "The RSASSA-PSS codes of TLS 1.3 stand for a salt as long as the hash. Stacks that know the algorithm by those \
                      codes cannot check any other.",
        remedy: "Sign it again with `-sigopt rsa_pss_saltlen:digest`.",
        kind: RuleKind::Lint,
    },
    run: pss_salt_length,
};

fn pss_salt_length(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &certificate.signature_algorithm;
    let SignatureAlgorithm::RsaPss(Some(parameters)) = algorithm.signature() else { return Vec::new() };
    let needed = match parameters.hash {
        Some(Hash::Sha256) => 32,
        Some(Hash::Sha384) => 48,
        Some(Hash::Sha512) => 64,
        _ => return Vec::new(),
    };
    context.when(parameters.salt_length != Some(needed), algorithm.range, || match parameters.salt_length {
        Some(length) => format!("the salt has {length} octets; {needed} are needed"),
        None => format!("the length of the salt cannot be read; {needed} octets are needed"),
    })
}
