//! What mounts Secrets: pods, whatever they are part of, and chart values of the same form.

use serde::Serialize;

use super::yaml::Document;
use super::{Configuration, Stated};
use crate::span::Span;

/// One mapping with `volumes`, and the mounts and paths of the document it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Workload {
    /// The list of volumes.
    pub span: Span,
    /// Secrets that are mounted, by the name of the volume.
    pub secrets: Vec<(String, Stated<String>)>,
    /// Mounts of all volumes.
    pub mounts: Vec<Mount>,
    /// Paths that are handed to the program in its environment.
    pub paths: Vec<Stated<String>>,
}

/// One entry of `volumeMounts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mount {
    /// The name of the volume.
    pub volume: String,
    /// `mountPath`
    pub path: Stated<String>,
    /// `subPath`
    pub sub_path: Option<Stated<String>>,
}

impl Workload {
    /// `volumes of Secret provider-tls`
    #[must_use]
    pub fn title(&self) -> String {
        let names: Vec<&str> = self.secrets.iter().map(|(_, secret)| secret.value.as_str()).collect();
        format!("volumes of Secret {}", names.join(", "))
    }

    /// The folder that a Secret is mounted at.
    #[must_use]
    pub fn mount(&self, secret: &str) -> Option<&Mount> {
        let (volume, _) = self.secrets.iter().find(|(_, stated)| stated.value == secret)?;
        self.mounts.iter().find(|mount| mount.volume == *volume)
    }
}

pub(super) fn read(document: &Document<'_>, found: &mut Configuration) {
    let mut workloads: Vec<Workload> = Vec::new();
    let mut mounts = Vec::new();
    let mut paths = Vec::new();
    for node in document.tree.mappings() {
        if let Some(volumes) = document.at(node, &["volumes"]) {
            let secrets: Vec<_> =
                document.tree.items(volumes).iter().filter_map(|item| secret(document, *item)).collect();
            if !secrets.is_empty() {
                let span = document.span(volumes);
                workloads.push(Workload { span, secrets, mounts: Vec::new(), paths: Vec::new() });
            }
        }
        if let Some(list) = document.at(node, &["volumeMounts"]) {
            mounts.extend(document.tree.items(list).iter().filter_map(|item| mount(document, *item)));
        }
        if let Some(list) = document.at(node, &["env"]) {
            let values =
                document.tree.items(list).iter().filter_map(|item| document.stated(*item, &["value"]));
            paths.extend(values.filter(|value| value.value.starts_with('/')));
        }
    }
    // A document has one pod or one set of values; where it is a list of several, each is shown all mounts.
    const MOST_COPIES: usize = 100;
    for mut workload in workloads.into_iter().take(MOST_COPIES) {
        if found.has_room(workload.span) {
            workload.mounts.clone_from(&mounts);
            workload.paths.clone_from(&paths);
            found.workloads.push(workload);
        }
    }
}

fn secret(document: &Document<'_>, volume: usize) -> Option<(String, Stated<String>)> {
    let name = document.stated(volume, &["name"])?;
    let secret = document.stated(volume, &["secret", "secretName"])?;
    Some((name.value, secret))
}

fn mount(document: &Document<'_>, item: usize) -> Option<Mount> {
    let volume = document.stated(item, &["name"])?.value;
    let path = document.stated(item, &["mountPath"])?;
    Some(Mount { volume, path, sub_path: document.stated(item, &["subPath"]) })
}
