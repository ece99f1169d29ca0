//! Opinions on what is configured: Go code, commands, cert-manager, workloads, webhooks and alerts.

use super::{
    Context, Lint, alert, apply, cert_manager, go_pin, issued, kubectl_command, of, openssl_command, recipe,
    rotation, tls_client, tls_config, verify_options, workload,
};
use crate::config::alert::Alert;
use crate::config::cert_manager::{Issuer, RequestedCertificate};
use crate::config::go::{GoTlsConfig, VerifyOptions};
use crate::config::shell::Script;
use crate::config::tls_client::TlsClient;
use crate::config::workload::Workload;
use crate::rule::{Finding, Rule};
use crate::span::{Location, Span};

const TLS_CONFIG: &[&[Lint<GoTlsConfig>]] = &[tls_config::LINTS, go_pin::LINTS];
const VERIFY_OPTIONS: &[&[Lint<VerifyOptions>]] = &[verify_options::LINTS];
const SCRIPT: &[&[Lint<Script>]] =
    &[recipe::LINTS, openssl_command::LINTS, kubectl_command::LINTS, rotation::LINTS];
const CERTIFICATE: &[&[Lint<RequestedCertificate>]] = &[cert_manager::CERTIFICATE, issued::LINTS];
const ISSUER: &[&[Lint<Issuer>]] = &[cert_manager::ISSUER];
const WORKLOAD: &[&[Lint<Workload>]] = &[workload::LINTS];
const TLS_CLIENT: &[&[Lint<TlsClient>]] = &[tls_client::LINTS];
const ALERT: &[&[Lint<Alert>]] = &[alert::LINTS];

pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    of(TLS_CONFIG)
        .chain(of(VERIFY_OPTIONS))
        .chain(of(SCRIPT))
        .chain(of(CERTIFICATE))
        .chain(of(ISSUER))
        .chain(of(WORKLOAD))
        .chain(of(TLS_CLIENT))
        .chain(of(ALERT))
}

/// What there is to say of it; `sources` are the names of the files.
pub(super) fn findings(context: &Context<'_>, sources: &[String], findings: &mut Vec<Finding>) {
    let found = context.configuration;
    let named = |span: Span, title: &str| {
        let source = sources.get(span.source).map(String::as_str).unwrap_or_default();
        let name = if title.is_empty() { format!("`{source}`") } else { format!("`{source}` › {title}") };
        (name, Context { whole: Location::Text(span), ..*context })
    };
    for config in &found.tls_configs {
        let (name, context) = named(config.span, &config.title());
        apply(TLS_CONFIG, config, &name, &context, findings);
    }
    for options in &found.verify_options {
        let (name, context) = named(options.span, &options.title());
        apply(VERIFY_OPTIONS, options, &name, &context, findings);
    }
    for script in &found.scripts {
        let (name, context) = named(script.span, "");
        apply(SCRIPT, script, &name, &context, findings);
    }
    for certificate in &found.certificates {
        let (name, context) = named(certificate.span, &certificate.title());
        apply(CERTIFICATE, certificate, &name, &context, findings);
    }
    for issuer in &found.issuers {
        let (name, context) = named(issuer.span, &issuer.title());
        apply(ISSUER, issuer, &name, &context, findings);
    }
    for workload in &found.workloads {
        let (name, context) = named(workload.span, &workload.title());
        apply(WORKLOAD, workload, &name, &context, findings);
    }
    for client in &found.tls_clients {
        let (name, context) = named(client.span, &client.title);
        apply(TLS_CLIENT, client, &name, &context, findings);
    }
    for alert in &found.alerts {
        let (name, context) = named(alert.span, &alert.title());
        apply(ALERT, alert, &name, &context, findings);
    }
}
