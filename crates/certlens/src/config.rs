//! What in the paste says how certificates are made, mounted, checked and watched: Go, shell commands, cert-manager, workloads,
//! webhooks, alerts.
//!
//! Plain facts with their places, read from Markdown fences, whole files and loose text alike. Nothing is run and nothing is guessed:
//! what is not written out literally, a variable or a template, is no fact.

pub mod alert;
pub mod cert_manager;
pub mod go;
mod piece;
pub mod shell;
pub mod tls_client;
pub mod workload;
mod yaml;

#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::sort;
use crate::source::Source;
use crate::span::Span;

use alert::Alert;
use cert_manager::{Issuer, RequestedCertificate};
use go::{FileRead, GoTlsConfig, VerifyOptions};
use piece::Language;
use shell::Script;
use tls_client::TlsClient;
use workload::Workload;

/// Everything of that kind, in the order of the paste.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Configuration {
    /// `tls.Config` literals of Go.
    pub tls_configs: Vec<GoTlsConfig>,
    /// `x509.VerifyOptions` literals of Go.
    pub verify_options: Vec<VerifyOptions>,
    /// Files that Go code reads.
    pub file_reads: Vec<FileRead>,
    /// Commands, one script for each stretch of them.
    pub scripts: Vec<Script>,
    /// cert-manager's `Certificate`.
    pub certificates: Vec<RequestedCertificate>,
    /// cert-manager's `Issuer` and `ClusterIssuer`.
    pub issuers: Vec<Issuer>,
    /// Pods, or chart values that end up in them, that mount Secrets.
    pub workloads: Vec<Workload>,
    /// Webhooks, API services and clusters that are dialled.
    pub tls_clients: Vec<TlsClient>,
    /// Alerts of Prometheus.
    pub alerts: Vec<Alert>,
    /// The first thing that was left out, because there was too much.
    pub left_out: Option<Span>,
    kept: usize,
}

/// Most things that are kept: each is compared with others, and no guide has this many.
pub const MOST: usize = 2000;

/// Something as it is written, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated<T> {
    /// What it says.
    pub value: T,
    /// The characters that say so.
    pub span: Span,
}

/// Reads what `sources` hold of configuration.
#[must_use]
pub fn read(sources: &[Source]) -> Configuration {
    let mut found = Configuration::default();
    for (number, source) in sources.iter().enumerate() {
        let Some(text) = piece::text(&source.content) else { continue };
        for piece in piece::pieces(number, &text) {
            if matches!(piece.language, Language::Any | Language::Go) {
                go::read(&piece, &mut found);
            }
            if matches!(piece.language, Language::Any | Language::Shell) {
                shell::read(&piece, &mut found);
            }
            if matches!(piece.language, Language::Any | Language::Yaml) {
                yaml::read(&piece, &mut found);
            }
        }
    }
    found
}

impl Configuration {
    /// True if one more thing may be kept.
    fn has_room(&mut self, span: Span) -> bool {
        let has_room = self.kept < MOST;
        if has_room {
            self.kept += 1;
        } else {
            self.left_out.get_or_insert(span);
        }
        has_room
    }

    /// The stretches of the paste that something was found in, here or by `others`, in order and without overlap.
    pub(crate) fn covered(&self, others: impl Iterator<Item = Span>) -> Vec<Span> {
        let mut spans: Vec<Span> = self.spans().chain(others).collect();
        sort::ascending(&mut spans);
        let mut covered: Vec<Span> = Vec::with_capacity(spans.len());
        for next in spans {
            match covered.last_mut() {
                Some(last) if last.source == next.source && next.start <= last.end => {
                    last.end = last.end.max(next.end);
                }
                _ => covered.push(next),
            }
        }
        covered
    }

    /// The place of everything found, but of what is dialled: that is compared with certificates, and shows nothing without any.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let go = self.tls_configs.iter().map(|config| config.span);
        let go = go.chain(self.verify_options.iter().map(|options| options.span));
        let go = go.chain(self.file_reads.iter().map(|read| read.span));
        let shell = self.scripts.iter().flat_map(|script| &script.pipelines).map(|pipeline| pipeline.span);
        let yaml = self.certificates.iter().map(|certificate| certificate.span);
        let yaml = yaml.chain(self.issuers.iter().map(|issuer| issuer.span));
        let yaml = yaml.chain(self.workloads.iter().map(|workload| workload.span));
        go.chain(shell).chain(yaml).chain(self.alerts.iter().map(|alert| alert.span))
    }

    /// True if nothing of the kind was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans().next().is_none()
    }
}
