//! RFC 8017 §3.1, RFC 3279 §2.3.1: RSA public keys.

use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::public_key::{KeyKind, PublicKey, RsaKey};

pub(super) const LINTS: &[Lint<PublicKey>] = &[
    RSA_BELOW_2048,
    RSA_ABOVE_8192,
    RSA_SLOW,
    RSA_MODULUS_EVEN,
    RSA_MODULUS_SMALL_FACTOR,
    RSA_MODULUS_BITS_ODD,
    RSA_EXPONENT_TOO_SMALL,
    RSA_EXPONENT_EVEN,
    RSA_EXPONENT_SMALL,
    RSA_EXPONENT_LARGE,
    RSA_PARAMETERS_NOT_NULL,
    RSA_PSS_KEY,
];

/// One note if the key is an RSA key that `found` says something of.
fn rsa(key: &PublicKey, context: &Context<'_>, found: impl FnOnce(&RsaKey) -> Option<String>) -> Vec<Note> {
    let (KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa)) = &key.kind else { return Vec::new() };
    found(rsa).map(|message| context.note(key.range, message)).into_iter().collect()
}

const RSA_BELOW_2048: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-below-2048",
        title: "RSA key of fewer than 2048 bits",
        severity: Severity::Error,
        citation: Citation::Practice(
            "OpenSSL at security level 2, Python, rustls and Envoy refuse it; Go below 1024",
        ),
        explanation: "Keys of 1024 bits are within reach of large organisations, and OpenSSL refuses even to load them (`ee key too small`).",
        remedy: "Make a new key, `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`, and a certificate for it.",
        kind: RuleKind::Lint,
    },
    run: rsa_below_2048,
};

fn rsa_below_2048(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        (rsa.bits < 2048).then(|| format!("the RSA key has {} bits; 2048 are needed", rsa.bits))
    })
}

const RSA_ABOVE_8192: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-above-8192",
        title: "RSA key of more than 8192 bits",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go refuses it in a handshake (`certificate containing RSA key larger than 8192 bits`), rustls too",
        ),
        explanation: "Checking a signature of such a key takes long enough to be used for denial of service, so stacks set a limit.",
        remedy: "Make a key of 3072 bits or an EC P-256 key.",
        kind: RuleKind::Lint,
    },
    run: rsa_above_8192,
};

fn rsa_above_8192(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        (rsa.bits > 8192).then(|| format!("the RSA key has {} bits; at most 8192 are accepted", rsa.bits))
    })
}

const RSA_SLOW: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-4096-on-peer",
        title: "RSA key of 4096 bits or more on a TLS peer",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "the peer signs once per handshake; the time grows with the cube of the length",
        ),
        explanation: "It signs several times slower than 2048 bits and far slower than P-256, and is sent in every handshake.",
        remedy: "Make an EC P-256 key, or an RSA key of 2048 or 3072 bits; keep 4096 bits for CAs.",
        kind: RuleKind::Lint,
    },
    run: rsa_slow,
};

fn rsa_slow(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let certificate = context.id().and_then(|id| context.inventory.certificate(id));
    let peer = certificate.is_some_and(super::role::is_for_tls);
    rsa(key, context, |rsa| {
        (peer && (4096..=8192).contains(&rsa.bits))
            .then(|| format!("the RSA key has {} bits, and signs in every handshake", rsa.bits))
    })
}

const RSA_MODULUS_EVEN: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-modulus-even",
        title: "RSA modulus that is even",
        severity: Severity::Error,
        citation: Citation::Rfc(8017, "3.1"),
        explanation: "The modulus is a product of two large odd primes. An even one is damaged or made up; most libraries refuse it.",
        remedy: "Make a new key; the file this came from is damaged.",
        kind: RuleKind::Lint,
    },
    run: rsa_modulus_even,
};

fn is_even(octets: &[u8]) -> bool {
    octets.last().is_none_or(|last| last & 1 == 0)
}

fn rsa_modulus_even(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        is_even(&rsa.modulus).then(|| "the RSA modulus is even, and must be odd".to_owned())
    })
}

const RSA_MODULUS_SMALL_FACTOR: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-modulus-small-factor",
        title: "RSA modulus with a small factor",
        severity: Severity::Error,
        citation: Citation::Document("NIST SP 800-89 §5.3.3"),
        explanation: "A modulus that a small prime divides is no product of two large ones: it was damaged or made badly, and its private key can be found.",
        remedy: "Make a new key, and distrust whatever made this one.",
        kind: RuleKind::Lint,
    },
    run: rsa_modulus_small_factor,
};

/// The largest factor looked for (NIST SP 800-89 §5.3.3).
const LARGEST_FACTOR: u32 = 751;

fn rsa_modulus_small_factor(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        let divides = |factor: &u32| {
            rsa.modulus.iter().fold(0, |rest, octet| (rest << 8 | u32::from(*octet)) % factor) == 0
        };
        let factor = (3..=LARGEST_FACTOR).step_by(2).find(divides).filter(|_| !rsa.modulus.is_empty())?;
        Some(format!("the RSA modulus is a multiple of {factor}"))
    })
}

const RSA_MODULUS_BITS_ODD: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-modulus-bits-odd",
        title: "RSA modulus whose length is not whole octets",
        severity: Severity::Notice,
        citation: Citation::Document("Mozilla Root Store Policy §5.1"),
        explanation: "Mozilla demands a multiple of 8 of public CAs. It is the mark of software that did not set the highest bits of its primes.",
        remedy: "Make a new key with current software: `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072`.",
        kind: RuleKind::Lint,
    },
    run: rsa_modulus_bits_odd,
};

fn rsa_modulus_bits_odd(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        (rsa.bits % 8 != 0)
            .then(|| format!("the RSA modulus has {} bits, which is no multiple of 8", rsa.bits))
    })
}

/// The value of an exponent, where it fits.
fn exponent(rsa: &RsaKey) -> Option<u64> {
    (rsa.exponent.len() <= 8)
        .then(|| rsa.exponent.iter().fold(0, |value, octet| value << 8 | u64::from(*octet)))
}

const RSA_EXPONENT_TOO_SMALL: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-exponent-below-3",
        title: "RSA exponent below 3",
        severity: Severity::Error,
        citation: Citation::Rfc(8017, "3.1"),
        explanation: "With an exponent of 1 anyone can make a signature, and with 0 or 2 nobody can.",
        remedy: "Make a new key; openssl uses 65537.",
        kind: RuleKind::Lint,
    },
    run: rsa_exponent_too_small,
};

fn rsa_exponent_too_small(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        let value = exponent(rsa).filter(|value| *value < 3)?;
        Some(format!("the RSA exponent is {value}; 65537 is usual"))
    })
}

const RSA_EXPONENT_EVEN: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-exponent-even",
        title: "RSA exponent that is even",
        severity: Severity::Error,
        citation: Citation::Rfc(8017, "3.1"),
        explanation: "An even exponent has no inverse, so that there is no private key for it. Most libraries refuse it.",
        remedy: "Make a new key; the file this came from is damaged.",
        kind: RuleKind::Lint,
    },
    run: rsa_exponent_even,
};

fn rsa_exponent_even(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        is_even(&rsa.exponent).then(|| "the RSA exponent is even, and must be odd".to_owned())
    })
}

const RSA_EXPONENT_SMALL: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-exponent-below-65537",
        title: "RSA exponent below 65537",
        severity: Severity::Warning,
        citation: Citation::Document("NIST FIPS 186-5 §5.4"),
        explanation: "The eight stacks that were tried accept 3. Small exponents have made faults of signature checking exploitable, and FIPS modules refuse them.",
        remedy: "Use 65537 for the next key; it is the default of openssl.",
        kind: RuleKind::Lint,
    },
    run: rsa_exponent_small,
};

fn rsa_exponent_small(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        let value = exponent(rsa).filter(|value| (3..65537).contains(value))?;
        Some(format!("the RSA exponent is {value}; at least 65537 is usual"))
    })
}

const RSA_EXPONENT_LARGE: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-exponent-large",
        title: "RSA exponent of more than 31 bits",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go refuses the key (`x509: RSA public exponent is too large`), rustls above 33 bits",
        ),
        explanation: "Implementations hold the exponent in a machine word; a large one only makes checking slow.",
        remedy: "Make a new key with the exponent 65537.",
        kind: RuleKind::Lint,
    },
    run: rsa_exponent_large,
};

fn rsa_exponent_large(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    rsa(key, context, |rsa| {
        let bits = crate::der::integer::bit_length(&rsa.exponent);
        (bits > 31).then(|| format!("the RSA exponent has {bits} bits; at most 31 are accepted"))
    })
}

const RSA_PARAMETERS_NOT_NULL: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-key-parameters-not-null",
        title: "RSA key algorithm without its NULL",
        severity: Severity::Error,
        citation: Citation::Rfc(3279, "2.3.1"),
        explanation: "The parameters of rsaEncryption are an encoded NULL. Go refuses the certificate otherwise (`x509: RSA key missing NULL parameters`).",
        remedy: "Have it issued again by software that writes the NULL; openssl does.",
        kind: RuleKind::Lint,
    },
    run: rsa_parameters_not_null,
};

fn rsa_parameters_not_null(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let missing = matches!(key.kind, KeyKind::Rsa(_))
        && key.algorithm.oid.octets() == crate::x509::oids::RSA_ENCRYPTION
        && key.algorithm.parameters.as_deref() != Some(&[5, 0]);
    let instead = if key.algorithm.parameters.is_some() { "others" } else { "none" };
    context.when(missing, key.range, || {
        format!("the parameters of rsaEncryption must be NULL, and there are {instead}")
    })
}

const RSA_PSS_KEY: Lint<PublicKey> = Lint {
    rule: &Rule {
        code: "rsa-pss-key",
        title: "key of the type RSASSA-PSS",
        severity: Severity::Error,
        citation: Citation::Practice("Go, rustls and browsers know no such key; OpenSSL, Java and GnuTLS do"),
        explanation: "A key named rsaEncryption can make PSS signatures too, and every stack knows it. One named RSASSA-PSS is read by few.",
        remedy: "Make an ordinary RSA key: `openssl genpkey -algorithm RSA`, not `RSA-PSS`.",
        kind: RuleKind::Lint,
    },
    run: rsa_pss_key,
};

fn rsa_pss_key(key: &PublicKey, context: &Context<'_>) -> Vec<Note> {
    let found = matches!(key.kind, KeyKind::RsaPss(_));
    context.when(found, key.range, || "the key is named RSASSA-PSS; rsaEncryption is what every stack knows")
}
