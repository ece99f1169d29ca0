//! Who in a cluster connects to a server by TLS, and by what it verifies it: webhooks, API services, kubeconfigs.

use serde::Serialize;

use super::yaml::Document;
use super::{Configuration, cert_manager};
use crate::span::Span;

/// One connection that the API server makes, or a client to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TlsClient {
    /// What says so.
    pub span: Span,
    /// `ValidatingWebhookConfiguration policy`, `APIService v1.metrics.k8s.io`, `cluster shop`.
    pub title: String,
    /// The Service that is dialled: namespace and name; none of anything else.
    pub service: Option<(String, String)>,
    /// `caBundle` or `certificate-authority`; none where there is nothing in it.
    pub ca: Option<Span>,
    /// What turns verification off, where it is on.
    pub unverified: Option<Span>,
    /// True if the CA is filled in later: an annotation has a controller do it, or there is a template.
    pub is_filled_later: bool,
}

pub(super) fn read(document: &Document<'_>, found: &mut Configuration) {
    for node in document.tree.mappings() {
        let text = |path: &[&str]| document.at(node, path).and_then(|value| document.tree.text(value));
        let (Some(kind), Some(_)) = (text(&["kind"]), text(&["apiVersion"])) else { continue };
        let items = |key: &str| document.at(node, &[key]).map_or(&[][..], |list| document.tree.items(list));
        let configs: Vec<usize> = match kind {
            "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration" => {
                items("webhooks").iter().filter_map(|item| document.at(*item, &["clientConfig"])).collect()
            }
            "CustomResourceDefinition" => {
                document.at(node, &["spec", "conversion", "webhook", "clientConfig"]).into_iter().collect()
            }
            "APIService" => document.at(node, &["spec"]).into_iter().collect(),
            "Config" => items("clusters").to_vec(),
            _ => continue,
        };
        let name = document.stated(node, &["metadata", "name"]);
        let title = (kind != "Config").then(|| cert_manager::titled(kind, None, name.as_ref()));
        clients(document, node, &configs, title.as_deref(), found);
    }
}

/// Those of one object, each once: its webhooks mostly have all the same.
fn clients(
    document: &Document<'_>,
    object: usize,
    configs: &[usize],
    title: Option<&str>,
    found: &mut Configuration,
) {
    let mut known = Vec::new();
    for config in configs {
        let client = match title {
            Some(title) => served(document, object, *config, title),
            None => cluster(document, *config),
        };
        let ca = document.at(*config, &["caBundle"]).and_then(|ca| document.tree.text(ca));
        let key = (client.title.clone(), client.service.clone(), ca);
        if (client.service.is_none() && client.unverified.is_none()) || known.contains(&key) {
            continue;
        }
        if !found.has_room(client.span) {
            return;
        }
        known.push(key);
        found.tls_clients.push(client);
    }
}

/// What the API server dials.
fn served(document: &Document<'_>, object: usize, config: usize, title: &str) -> TlsClient {
    let service = |key: &str| Some(document.stated(config, &["service", key])?.value);
    let annotations = document.at(object, &["metadata", "annotations"]);
    let annotations = annotations.map_or(&[][..], |annotations| document.tree.pairs(annotations));
    let ca = document.at(config, &["caBundle"]);
    let is_template = |ca| document.tree.text(ca).is_none_or(|text| text.contains(['{', '$', '<']));
    let mut names = annotations.iter().filter_map(|(name, _)| document.tree.text(*name));
    TlsClient {
        span: document.span(config),
        title: title.to_owned(),
        service: service("namespace").zip(service("name")),
        ca: given(document, config, &["caBundle"]),
        unverified: switched_on(document, config, &["insecureSkipTLSVerify"]),
        is_filled_later: names.any(|name| name.contains("/inject-")) || ca.is_some_and(is_template),
    }
}

/// A cluster of a kubeconfig.
fn cluster(document: &Document<'_>, node: usize) -> TlsClient {
    let own = |key: &str| given(document, node, &["cluster", key]);
    TlsClient {
        span: document.span(node),
        title: cert_manager::titled("cluster", None, document.stated(node, &["name"]).as_ref()),
        service: None,
        ca: own("certificate-authority-data").or_else(|| own("certificate-authority")),
        unverified: switched_on(document, node, &["cluster", "insecure-skip-tls-verify"]),
        is_filled_later: false,
    }
}

/// Where a value stands; none if it is empty, or the line break that stands in manifests for what is filled in later.
fn given(document: &Document<'_>, node: usize, path: &[&str]) -> Option<Span> {
    let value = document.at(node, path)?;
    let is_empty =
        document.tree.text(value).is_some_and(|text| matches!(text.trim(), "" | "~" | "null" | "Cg=="));
    (!is_empty).then(|| document.span(value))
}

fn switched_on(document: &Document<'_>, node: usize, path: &[&str]) -> Option<Span> {
    document.stated(node, path).filter(|stated| stated.value == "true").map(|stated| stated.span)
}
