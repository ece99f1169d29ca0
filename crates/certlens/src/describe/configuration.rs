//! What was recognised as configuration, in words.

use crate::config::alert::Alert;
use crate::config::cert_manager::{Issuer, RequestedCertificate};
use crate::config::go::{GoTlsConfig, VerifyOptions};
use crate::config::shell::Script;
use crate::config::tls_client::TlsClient;
use crate::config::workload::Workload;
use crate::config::{Configuration, Stated};
use crate::sort;
use crate::span::Span;

/// One thing recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// `go-tls-config`, `go-verify-options`, `go-file`, `commands`, `cert-manager-certificate`, `cert-manager-issuer`, `mounts`,
    /// `tls-client` or `alert`.
    pub kind: &'static str,
    /// What it is called: `tls.Config in main`, `Certificate default/provider-tls`.
    pub title: String,
    /// What it says, as it is written.
    pub facts: Vec<(&'static str, String)>,
    /// Where it stands.
    pub span: Span,
}

/// Everything recognised, in the order of the paste.
#[must_use]
pub fn recognised(found: &Configuration) -> Vec<Recognised> {
    let mut all: Vec<Recognised> = found.tls_configs.iter().map(tls_config).collect();
    all.extend(found.verify_options.iter().map(verify_options));
    all.extend(found.file_reads.iter().map(|read| {
        let facts = read.paths.iter().map(|path| ("path", path.value.clone())).collect();
        Recognised { kind: "go-file", title: read.function.clone(), facts, span: read.span }
    }));
    all.extend(found.scripts.iter().map(script));
    all.extend(found.certificates.iter().map(certificate));
    all.extend(found.issuers.iter().map(issuer));
    all.extend(found.workloads.iter().map(workload));
    all.extend(found.tls_clients.iter().map(tls_client));
    all.extend(found.alerts.iter().map(alert));
    sort::by_key(&mut all, |recognised| recognised.span);
    all
}

/// The facts that are stated.
fn facts(stated: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Vec<(&'static str, String)> {
    stated.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn text(stated: &Option<Stated<String>>) -> Option<String> {
    stated.as_ref().map(|stated| stated.value.clone())
}

fn list(stated: &[Stated<String>]) -> Option<String> {
    let values: Vec<&str> = stated.iter().map(|stated| stated.value.as_str()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

fn given<T>(field: &Option<T>) -> Option<String> {
    field.as_ref().map(|_| "given".to_owned())
}

fn tls_config(config: &GoTlsConfig) -> Recognised {
    let facts = facts([
        ("ServerName", text(&config.server_name)),
        ("MinVersion", text(&config.min_version)),
        ("MaxVersion", text(&config.max_version)),
        ("CipherSuites", config.cipher_suites.as_ref().and_then(|suites| list(&suites.value))),
        ("ClientAuth", text(&config.client_auth)),
        ("ClientCAs", given(&config.client_cas)),
        ("RootCAs", given(&config.root_cas)),
        ("Certificates", given(&config.certificates)),
        ("InsecureSkipVerify", config.insecure_skip_verify.as_ref().map(|skip| skip.value.to_string())),
        ("VerifyPeerCertificate", given(&config.verify_peer_certificate)),
        ("VerifyConnection", given(&config.verify_connection)),
    ]);
    Recognised { kind: "go-tls-config", title: config.title(), facts, span: config.span }
}

fn verify_options(options: &VerifyOptions) -> Recognised {
    let facts = facts([
        ("KeyUsages", options.key_usages.as_ref().and_then(|usages| list(&usages.value))),
        ("DNSName", given(&options.dns_name)),
        ("Roots", given(&options.roots)),
        ("Intermediates", given(&options.intermediates)),
    ]);
    Recognised { kind: "go-verify-options", title: options.title(), facts, span: options.span }
}

fn script(script: &Script) -> Recognised {
    let count = script.commands().count();
    let commands = if count == 1 { "1 command".to_owned() } else { format!("{count} commands") };
    let title = format!("{commands}: {}", script.title());
    Recognised { kind: "commands", title, facts: Vec::new(), span: script.span }
}

fn certificate(certificate: &RequestedCertificate) -> Recognised {
    let hours =
        |seconds: &Option<Stated<u64>>| seconds.as_ref().map(|stated| format!("{} h", stated.value / 3600));
    let facts = facts([
        ("secretName", text(&certificate.secret_name)),
        ("issuerRef", text(&certificate.issuer)),
        ("commonName", text(&certificate.common_name)),
        ("literalSubject", text(&certificate.literal_subject)),
        ("dnsNames", list(&certificate.dns_names)),
        ("ipAddresses", list(&certificate.ip_addresses)),
        ("uris", list(&certificate.uris)),
        ("emailAddresses", list(&certificate.email_addresses)),
        ("usages", certificate.usages.as_deref().and_then(list)),
        ("isCA", certificate.is_ca.then(|| "true".to_owned())),
        ("duration", hours(&certificate.duration)),
        ("renewBefore", hours(&certificate.renew_before)),
        (
            "renewBeforePercentage",
            certificate.renew_before_percentage.as_ref().map(|share| share.value.to_string()),
        ),
        ("renewalTime", text(&certificate.renewal_time)),
        ("rotationPolicy", text(&certificate.rotation_policy)),
        ("algorithm", text(&certificate.algorithm)),
        ("size", text(&certificate.key_size)),
    ]);
    Recognised { kind: "cert-manager-certificate", title: certificate.title(), facts, span: certificate.span }
}

fn issuer(issuer: &Issuer) -> Recognised {
    let facts = facts([("ca.secretName", text(&issuer.ca_secret))]);
    Recognised { kind: "cert-manager-issuer", title: issuer.title(), facts, span: issuer.span }
}

fn workload(workload: &Workload) -> Recognised {
    let mounts = workload.mounts.iter().map(|mount| ("mountPath", mount.path.value.clone()));
    let paths = workload.paths.iter().map(|path| ("path", path.value.clone()));
    let facts = mounts.chain(paths).collect();
    Recognised { kind: "mounts", title: workload.title(), facts, span: workload.span }
}

fn tls_client(client: &TlsClient) -> Recognised {
    let facts = facts([
        ("service", client.service.as_ref().map(|(namespace, name)| format!("{namespace}/{name}"))),
        ("ca", given(&client.ca)),
        ("unverified", given(&client.unverified)),
    ]);
    Recognised { kind: "tls-client", title: client.title.clone(), facts, span: client.span }
}

fn alert(alert: &Alert) -> Recognised {
    let threshold = alert.threshold.as_ref().map(|threshold| format!("{} days", threshold.value / 86_400));
    let facts = facts([("expr", Some(alert.expression.value.clone())), ("fires before expiry", threshold)]);
    Recognised { kind: "alert", title: alert.title(), facts, span: alert.span }
}
