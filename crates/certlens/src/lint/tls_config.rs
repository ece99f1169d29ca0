//! `tls.Config` of Go: whom it verifies, and what has no effect.

use super::{Context, Lint, Note, role};
use crate::config::go::GoTlsConfig;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::public_key::PublicKey;

pub(super) const LINTS: &[Lint<GoTlsConfig>] = &[
    VERIFICATION_SKIPPED,
    CLIENT_CERTIFICATE_NOT_VERIFIED,
    CLIENT_WITHOUT_ROOTS,
    SERVER_NAME_SHORT,
    COMMENT_ON_COMMON_NAME,
    OLD_VERSION_ALLOWED,
    CIPHER_SUITES_WITHOUT_HTTP2,
    CIPHER_SUITES_WITHOUT_EFFECT,
    CIPHER_SUITES_OF_ANOTHER_KEY,
    CERTIFICATE_READ_ONCE,
];

const CRYPTO_TLS: Citation = Citation::Document("Go, package crypto/tls, type Config");

const VERIFICATION_SKIPPED: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "verification-skipped",
        title: "InsecureSkipVerify",
        severity: Severity::Error,
        citation: CRYPTO_TLS,
        explanation: "The client then accepts any certificate for any name, expired ones included. What a verification function of its own does not check is not checked.",
        remedy: "Remove `InsecureSkipVerify`, and give `RootCAs` and `ServerName`.",
        kind: RuleKind::Lint,
    },
    run: verification_skipped,
};

fn verification_skipped(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let skips = config.insecure_skip_verify.iter().filter(|skip| skip.value);
    skips.map(|skip| Note::text(skip.span, "`InsecureSkipVerify` is true")).collect()
}

const CLIENT_CERTIFICATE_NOT_VERIFIED: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "client-certificate-not-verified",
        title: "ClientAuth that verifies no client certificate",
        severity: Severity::Error,
        citation: CRYPTO_TLS,
        explanation: "A client is then let in without a certificate, or with one that anybody made.",
        remedy: "Set `ClientAuth` to `tls.RequireAndVerifyClientCert`.",
        kind: RuleKind::Lint,
    },
    run: client_certificate_not_verified,
};

fn client_certificate_not_verified(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let lax = config.client_auth.as_ref().filter(|auth| auth.value != "RequireAndVerifyClientCert");
    let absent = config.client_cas.filter(|_| config.client_auth.is_none());
    let found = lax.map(|auth| (auth.span, format!("`ClientAuth` is `{}`", auth.value)));
    let found =
        found.or_else(|| absent.map(|span| (span, "it has `ClientCAs` and no `ClientAuth`".to_owned())));
    found.map(|(span, message)| Note::text(span, message)).into_iter().collect()
}

const CLIENT_WITHOUT_ROOTS: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "client-without-roots",
        title: "client without RootCAs",
        severity: Severity::Warning,
        citation: CRYPTO_TLS,
        explanation: "The roots are then those of the system: a private CA is refused with `x509: certificate signed by unknown authority`, before any verification function is called. Many then set InsecureSkipVerify, after which a pin is the only check.",
        remedy: "Set `RootCAs` to a pool with the CA of the servers, and `ServerName` to the name that is dialled.",
        kind: RuleKind::Lint,
    },
    run: client_without_roots,
};

fn client_without_roots(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let lacks = match (config.root_cas, &config.server_name) {
        (Some(_), _) => return Vec::new(),
        (None, None) => "neither `RootCAs` nor `ServerName`",
        (None, Some(_)) => "no `RootCAs`",
    };
    Note::text_when(config.is_client(), config.span, format!("it has {lacks}"))
}

const SERVER_NAME_SHORT: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "server-name-short",
        title: "ServerName without a namespace",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "Kubernetes DNS resolves a short name in the namespace of whoever dials it",
        ),
        explanation: "The certificate is verified for this name whatever is dialled. A short name is the same in every namespace, so that a Service of that name from any namespace of this CA is accepted; and that the certificate lacks the name that is dialled goes unnoticed.",
        remedy: "Set `ServerName` to `name.namespace.svc`, and issue the certificate for that name.",
        kind: RuleKind::Lint,
    },
    run: server_name_short,
};

fn server_name_short(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let short = config.server_name.iter().filter(|name| {
        !name.value.is_empty() && !name.value.contains(['.', ':', '%', '{']) && name.value != "localhost"
    });
    short.map(|name| Note::text(name.span, format!("`ServerName` is `{}`", name.value))).collect()
}

const COMMENT_ON_COMMON_NAME: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "comment-on-common-name",
        title: "comment that says the common name is matched",
        severity: Severity::Notice,
        citation: Citation::Document("Go 1.15 release notes: the CommonName is not treated as a host name"),
        explanation: "Go looks at subjectAltName only, and so do rustls and browsers. Whoever follows the comment makes a certificate that these refuse.",
        remedy: "Write that the name must be in subjectAltName.",
        kind: RuleKind::Lint,
    },
    run: comment_on_common_name,
};

fn comment_on_common_name(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let wrong = config.server_name_comment.iter().filter(|comment| {
        let lower = comment.value.to_ascii_lowercase();
        let mut words = lower.split(|character: char| !character.is_alphanumeric());
        let names =
            lower.contains("common name") || words.clone().any(|word| matches!(word, "cn" | "commonname"));
        names && !words.any(|word| matches!(word, "not" | "never" | "ignored" | "ignores" | "no"))
    });
    wrong
        .map(|comment| {
            Note::text(
                comment.span,
                format!("a comment says “{}”; Go never looks at the common name", comment.value),
            )
        })
        .collect()
}

const OLD_VERSION_ALLOWED: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "old-version-allowed",
        title: "MinVersion below TLS 1.2",
        severity: Severity::Error,
        citation: Citation::Rfc(8996, ""),
        explanation: "TLS 1.0 and 1.1 are retired and must not be used.",
        remedy: "Set `MinVersion` to `tls.VersionTLS12` or `tls.VersionTLS13`.",
        kind: RuleKind::Lint,
    },
    run: old_version_allowed,
};

fn old_version_allowed(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let old = config
        .min_version
        .iter()
        .filter(|version| matches!(version.value.as_str(), "VersionSSL30" | "VersionTLS10" | "VersionTLS11"));
    old.map(|version| Note::text(version.span, format!("`MinVersion` is `{}`", version.value))).collect()
}

const CIPHER_SUITES_WITHOUT_HTTP2: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "cipher-suites-without-http2",
        title: "CipherSuites that net/http refuses",
        severity: Severity::Warning,
        citation: Citation::Rfc(7540, "9.2.2"),
        explanation: "A server of net/http does not start with it: `http2: TLSConfig.CipherSuites is missing an HTTP/2-required AES_128_GCM_SHA256 cipher`. grpc-go does not check.",
        remedy: "Leave `CipherSuites` out: Go chooses well by itself. Or add `tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` and `tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`.",
        kind: RuleKind::Lint,
    },
    run: cipher_suites_without_http2,
};

fn cipher_suites_without_http2(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let is_required =
        |name: &str| name.starts_with("TLS_ECDHE_") && name.ends_with("_WITH_AES_128_GCM_SHA256");
    let lists = config.cipher_suites.iter().filter(|suites| !suites.value.is_empty() && config.is_server());
    let lacking = lists.filter(|suites| !suites.value.iter().any(|suite| is_required(&suite.value)));
    lacking
        .map(|suites| Note::text(suites.span, "`CipherSuites` has no ECDHE suite with AES_128_GCM_SHA256"))
        .collect()
}

const CIPHER_SUITES_WITHOUT_EFFECT: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "cipher-suites-without-effect",
        title: "CipherSuites, which TLS 1.3 does not read",
        severity: Severity::Notice,
        citation: CRYPTO_TLS,
        explanation: "The suites of TLS 1.3 are not configurable in Go. Two peers of today agree on TLS 1.3, and this list has no part in it.",
        remedy: "Leave `CipherSuites` out.",
        kind: RuleKind::Lint,
    },
    run: cipher_suites_without_effect,
};

fn cipher_suites_without_effect(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let is_limited = config.max_version.as_ref().is_some_and(|version| version.value != "VersionTLS13");
    let lists = config.cipher_suites.iter().filter(|_| !is_limited);
    lists.map(|suites| Note::text(suites.span, "it has `CipherSuites` and allows TLS 1.3")).collect()
}

const CIPHER_SUITES_OF_ANOTHER_KEY: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "cipher-suites-of-another-key",
        title: "cipher suites that the server's key cannot serve",
        severity: Severity::Notice,
        citation: Citation::Rfc(8422, "2"),
        explanation: "A suite of TLS 1.2 names the kind of the server's key: ECDHE_RSA needs an RSA key, ECDHE_ECDSA an EC or Ed25519 key. The others are dead entries.",
        remedy: "Leave `CipherSuites` out, or list the suites for the key that the server has.",
        kind: RuleKind::Lint,
    },
    run: cipher_suites_of_another_key,
};

fn cipher_suites_of_another_key(config: &GoTlsConfig, context: &Context<'_>) -> Vec<Note> {
    let servers = context.inventory.certificates().filter(|(_, certificate)| role::is_server(certificate));
    let keys: Vec<&PublicKey> =
        servers.filter_map(|(_, certificate)| certificate.public_key.as_ref()).collect();
    let is_rsa = |key: &&PublicKey| key.describe().starts_with("RSA");
    let dead = match (keys.iter().any(is_rsa), keys.iter().all(is_rsa)) {
        _ if keys.is_empty() || !config.is_server() => return Vec::new(),
        (true, true) => "ECDHE_ECDSA",
        (false, _) => "ECDHE_RSA",
        (true, false) => return Vec::new(),
    };
    let suites = config.cipher_suites.iter().flat_map(|suites| &suites.value);
    let mut dead_suites = suites.filter(|suite| suite.value.contains(dead));
    let Some(first) = dead_suites.next() else { return Vec::new() };
    let count = dead_suites.count() + 1;
    let found = keys.first().map(|key| key.describe()).unwrap_or_default();
    vec![Note::text(
        first.span,
        format!("{count} of its suites are for {dead}, and the key of the server's certificate is {found}"),
    )]
}

const CERTIFICATE_READ_ONCE: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "certificate-read-once",
        title: "certificate that is read once, at the start",
        severity: Severity::Notice,
        citation: CRYPTO_TLS,
        explanation: "The process presents this certificate until it is restarted, though the mounted Secret has a new one. The pools of CAs are read once, too.",
        remedy: "Give `GetCertificate` on a server and `GetClientCertificate` on a client, each of which reads the files again, or restart every workload after a rotation.",
        kind: RuleKind::Lint,
    },
    run: certificate_read_once,
};

fn certificate_read_once(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let fixed = config.certificates.iter().filter(|_| config.reloads.is_none());
    fixed
        .map(|span| Note::text(*span, "it has `Certificates` and no function that reads them again"))
        .collect()
}
