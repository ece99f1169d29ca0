//! `x509.VerifyOptions` of Go: what a verification leaves out.

use super::{Context, Lint, Note, role};
use crate::config::go::VerifyOptions;
use crate::rule::{Citation, Rule, RuleKind, Severity};

pub(super) const LINTS: &[Lint<VerifyOptions>] =
    &[VERIFY_OPTIONS_REFUSE_CLIENT, VERIFY_OPTIONS_WITHOUT_NAME, VERIFY_OPTIONS_WITHOUT_INTERMEDIATES];

const CRYPTO_X509: Citation = Citation::Document("Go, package crypto/x509, type VerifyOptions");

/// True if a certificate for servers only is accepted.
fn is_for_servers(options: &VerifyOptions) -> bool {
    options
        .key_usages
        .as_ref()
        .is_none_or(|usages| usages.value.iter().all(|usage| usage.value == "ExtKeyUsageServerAuth"))
}

const VERIFY_OPTIONS_REFUSE_CLIENT: Lint<VerifyOptions> = Lint {
    rule: &Rule {
        code: "verify-options-refuse-client",
        title: "verification that refuses the client's certificate",
        severity: Severity::Warning,
        citation: CRYPTO_X509,
        explanation: "Go asks for one of the extended key usages that KeyUsages lists, and for serverAuth where it lists none: a certificate for clients is refused with `x509: certificate specifies an incompatible key usage`.",
        remedy: "Verify certificates of clients with `KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}`, those of servers as they are.",
        kind: RuleKind::Lint,
    },
    run: verify_options_refuse_client,
};

fn verify_options_refuse_client(options: &VerifyOptions, context: &Context<'_>) -> Vec<Note> {
    let client = context.inventory.certificates().find(|(_, certificate)| role::is_client_only(certificate));
    let Some((id, _)) = client.filter(|_| context.configuration.verify_options.iter().all(is_for_servers))
    else {
        return Vec::new();
    };
    let title = context.inventory.object(id).map(crate::inventory::Object::title).unwrap_or_default();
    let span = options.key_usages.as_ref().map_or(options.span, |usages| usages.span);
    vec![Note::text(
        span,
        format!(
            "it accepts serverAuth only, and so refuses the {title}; nothing here verifies for clientAuth"
        ),
    )]
}

const VERIFY_OPTIONS_WITHOUT_NAME: Lint<VerifyOptions> = Lint {
    rule: &Rule {
        code: "verify-options-without-name",
        title: "verification of a server without a name",
        severity: Severity::Warning,
        citation: CRYPTO_X509,
        explanation: "Without DNSName the certificate of any server of the CA is accepted for every other.",
        remedy: "Set `DNSName` to the name that is dialled.",
        kind: RuleKind::Lint,
    },
    run: verify_options_without_name,
};

fn verify_options_without_name(options: &VerifyOptions, _: &Context<'_>) -> Vec<Note> {
    let lacks = options.dns_name.is_none() && is_for_servers(options);
    Note::text_when(lacks, options.span, "it verifies for serverAuth and has no `DNSName`")
}

const VERIFY_OPTIONS_WITHOUT_INTERMEDIATES: Lint<VerifyOptions> = Lint {
    rule: &Rule {
        code: "verify-options-without-intermediates",
        title: "verification that knows no intermediates",
        severity: Severity::Notice,
        citation: CRYPTO_X509,
        explanation: "The chain that a peer presents is not looked at: with an intermediate CA between root and peer the verification fails, as `x509: certificate signed by unknown authority`.",
        remedy: "Set `Intermediates` to a pool with the other certificates that the peer presents.",
        kind: RuleKind::Lint,
    },
    run: verify_options_without_intermediates,
};

fn verify_options_without_intermediates(options: &VerifyOptions, _: &Context<'_>) -> Vec<Note> {
    let lacks = options.intermediates.is_none();
    Note::text_when(lacks, options.span, "it has no `Intermediates`")
}
