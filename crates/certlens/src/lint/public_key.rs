//! RFC 5480, RFC 8410 and RFC 8446 §4.2.3: public keys other than RSA.

use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

pub(super) const LINTS: &[Lint<PublicKey>] = &[
    EC_PARAMETERS_EXPLICIT,
    EC_CURVE_NOT_IN_TLS,
    EC_P521,
    EC_POINT_COMPRESSED,
    EC_POINT_MALFORMED,
    EDWARDS_SUPPORT,
    DSA_KEY,
    KEY_CANNOT_SIGN,
    POST_QUANTUM_SUPPORT,
    KEY_ALGORITHM_UNKNOWN,
];

const EC_PARAMETERS_EXPLICIT: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "ec-parameters-explicit",
        title: "elliptic curve written out or left out",
        severity: Severity::Error,
        citation: Citation::Rfc(5480, "2.1.1"),
        explanation: "The curve must be named. Go, rustls and BoringSSL refuse parameters that are written out, which have been used to forge certificates (CVE-2020-0601).",
        remedy: "Make a key with a named curve: `openssl ecparam -name prime256v1 -param_enc named_curve -genkey`.",
        kind: RuleKind::Lint,
    },
    run: ec_parameters_explicit,
};

fn ec_parameters_explicit(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = match &key.kind {
        KeyKind::Ec(Curve::Explicit { .. }) => Some("writes its curve out"),
        KeyKind::Ec(Curve::Missing) => Some("names no curve"),
        _ => None,
    };
    found
        .map(|how| context.note(key.range, format!("the EC key {how}; a named curve is needed")))
        .into_iter()
        .collect()
}

const EC_CURVE_NOT_IN_TLS: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "ec-curve-not-in-tls",
        title: "elliptic curve that TLS 1.3 has no signatures for",
        severity: Severity::Error,
        citation: Citation::Rfc(8446, "4.2.3"),
        explanation: "TLS 1.3 signs with P-256, P-384 and P-521 only; Go and rustls do not load keys of other curves.",
        remedy: "Make a P-256 key: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`.",
        kind: RuleKind::Lint,
    },
    run: ec_curve_not_in_tls,
};

fn ec_curve_not_in_tls(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let KeyKind::Ec(curve) = &key.kind else { return Vec::new() };
    let other = match curve {
        Curve::Named(NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521)
        | Curve::Explicit { .. }
        | Curve::Missing => false,
        Curve::Named(_) | Curve::Unknown(_) => true,
    };
    context.when(other, key.range, || format!("the key is {}; P-256 is needed", key.describe()))
}

const EC_P521: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "ec-p521-support",
        title: "P-521, which some stacks leave out",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "BoringSSL (gRPC, Chrome, Envoy) and rustls with ring have no P-521; Go, OpenSSL, Java and GnuTLS do",
        ),
        explanation: "BoringSSL does not offer it and rustls with ring cannot check it, so that the handshake fails with them.",
        remedy: "Make a P-256 or P-384 key.",
        kind: RuleKind::Lint,
    },
    run: ec_p521,
};

fn ec_p521(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = key.kind == KeyKind::Ec(Curve::Named(NamedCurve::P521));
    context.when(found, key.range, || "the key is EC P-521; P-256 and P-384 work everywhere")
}

/// Octets of a coordinate.
const fn coordinate(curve: NamedCurve) -> Option<usize> {
    match curve {
        NamedCurve::P192 => Some(24),
        NamedCurve::P224 => Some(28),
        NamedCurve::P256 | NamedCurve::K256 | NamedCurve::Sm2 => Some(32),
        NamedCurve::P384 => Some(48),
        NamedCurve::P521 => Some(66),
        NamedCurve::Other(_) => None,
    }
}

const EC_POINT_COMPRESSED: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "ec-point-compressed",
        title: "compressed point of an elliptic curve",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go and rustls read uncompressed points only; RFC 5480 §2.2 lets software refuse others",
        ),
        explanation: "A point with one coordinate saves 32 octets and is refused by Go (`x509: failed to unmarshal elliptic curve point`).",
        remedy: "Make the key again with `-conv_form uncompressed`, which is openssl's default.",
        kind: RuleKind::Lint,
    },
    run: ec_point_compressed,
};

fn ec_point_compressed(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = matches!(key.kind, KeyKind::Ec(_)) && matches!(key.key.first(), Some(2 | 3));
    context.when(
        found,
        key.range,
        || "the point of the EC key is compressed; the uncompressed form is needed",
    )
}

const EC_POINT_MALFORMED: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "ec-point-malformed",
        title: "point that its curve cannot have",
        severity: Severity::Error,
        citation: Citation::Rfc(5480, "2.2"),
        explanation: "The key is not as long as a point of its curve, or of no known form: it was cut, or the curve is not the one it was made on.",
        remedy: "Take the key from its source again.",
        kind: RuleKind::Lint,
    },
    run: ec_point_malformed,
};

fn ec_point_malformed(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let KeyKind::Ec(Curve::Named(curve)) = &key.kind else { return Vec::new() };
    let Some(coordinate) = coordinate(*curve) else { return Vec::new() };
    let needed = match key.key.first() {
        Some(2 | 3) => coordinate + 1,
        _ => 2 * coordinate + 1,
    };
    let known = matches!(key.key.first(), Some(2..=4));
    context.when(!known || key.key.len() != needed, key.range, || {
        format!(
            "the point has {} octets; a point of {} has {needed} and begins with 04",
            key.key.len(),
            curve.name()
        )
    })
}

const EDWARDS_SUPPORT: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "edwards-key-support",
        title: "Ed25519 or Ed448, which some stacks leave out",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "BoringSSL (gRPC, Chrome, Envoy) does not offer Ed25519; Go, rustls and BoringSSL know no Ed448",
        ),
        explanation: "Go, OpenSSL, Java, GnuTLS and rustls do Ed25519; gRPC, Envoy and browsers do not, and the handshake fails with them.",
        remedy: "Make a P-256 key if such a peer is to connect.",
        kind: RuleKind::Lint,
    },
    run: edwards_support,
};

fn edwards_support(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = matches!(key.kind, KeyKind::Ed25519 | KeyKind::Ed448);
    context.when(found, key.range, || format!("the key is {}; P-256 works everywhere", key.describe()))
}

const DSA_KEY: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "dsa-key",
        title: "DSA key",
        severity: Severity::Error,
        citation: Citation::Rfc(8446, "4.2.3"),
        explanation: "TLS 1.3 has no signatures with DSA, and Go, rustls and BoringSSL do not know such keys.",
        remedy: "Make a P-256 key: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`.",
        kind: RuleKind::Lint,
    },
    run: dsa_key,
};

fn dsa_key(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = matches!(key.kind, KeyKind::Dsa { .. });
    context.when(found, key.range, || format!("the key is {}; EC P-256 or RSA is needed", key.describe()))
}

const KEY_CANNOT_SIGN: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "key-cannot-sign",
        title: "key that agrees on secrets and cannot sign",
        severity: Severity::Error,
        citation: Citation::Rfc(8410, "3"),
        explanation: "TLS 1.3 peers prove their key by a signature, which X25519 and X448 keys cannot make.",
        remedy: "Make an EC P-256 key; X25519 is chosen by TLS itself for each connection.",
        kind: RuleKind::Lint,
    },
    run: key_cannot_sign,
};

fn key_cannot_sign(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = matches!(key.kind, KeyKind::X25519 | KeyKind::X448);
    context.when(found, key.range, || format!("the key is {}, which cannot sign", key.describe()))
}

const POST_QUANTUM_SUPPORT: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "post-quantum-key-support",
        title: "post-quantum key, which few stacks know",
        severity: Severity::Warning,
        citation: Citation::Practice("OpenSSL since 3.5; none of the eight stacks that were tried"),
        explanation: "Certificates with ML-DSA or SLH-DSA keys are new; a peer without them cannot complete the handshake.",
        remedy: "Use a P-256 key beside it until every peer knows the algorithm.",
        kind: RuleKind::Lint,
    },
    run: post_quantum_support,
};

fn post_quantum_support(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = matches!(key.kind, KeyKind::PostQuantum(_));
    context.when(found, key.range, || format!("the key is {}", key.describe()))
}

const KEY_ALGORITHM_UNKNOWN: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "key-algorithm-unknown",
        title: "key of an algorithm that is not known here",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.1.2.7"),
        explanation: "Nothing can be said of the key, and TLS stacks know the common algorithms only.",
        remedy: "Check with its maker which software knows it, or make an EC P-256 or RSA key.",
        kind: RuleKind::Lint,
    },
    run: key_algorithm_unknown,
};

fn key_algorithm_unknown(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = key.kind == KeyKind::Other;
    context.when(found, key.range, || {
        format!("the key is of the algorithm {}, which is not known here", key.algorithm)
    })
}
