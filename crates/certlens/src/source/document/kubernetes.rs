//! Kubernetes objects: their own fields, and the entries of Secrets and `ConfigMap`s as workloads read them.

use std::collections::{HashMap, HashSet};

use super::{Here, Walk};
use crate::source::manifest::{Entry, EntryState, Kind, Manifest, Section};
use crate::source::remark::RemarkKind;
use crate::source::secret::{SecretSpan, is_secret_name};
use crate::source::value::{self, Frame, Slot};
use crate::source::yaml::Content;
use crate::source::{Artifact, Scan, bare, base64, shape};

impl Walk<'_> {
    /// Reads a Kubernetes object's own fields, if `node` is one, and makes it the place of what it holds.
    pub(super) fn kubernetes(&mut self, scan: &mut Scan, node: usize, here: &mut Here) -> Option<Kind> {
        let field = |mapping: Option<usize>, key: &str| {
            let value = mapping.and_then(|mapping| self.tree.get(mapping, key))?;
            self.tree.text(value).map(str::to_owned)
        };
        let kind = field(Some(node), "kind")?;
        let api_version = field(Some(node), "apiVersion")?;
        let metadata = self.tree.get(node, "metadata");
        let annotations = metadata.and_then(|metadata| self.tree.get(metadata, "annotations"));
        let manifest = Manifest {
            source: self.value.map.source(),
            api_version,
            namespace: field(metadata, "namespace"),
            name: field(metadata, "name"),
            secret_type: field(Some(node), "type").filter(|_| kind == "Secret"),
            entries: Vec::new(),
            cert_manager: self.cert_manager(annotations),
            span: self.span(node),
            kind,
        };
        let kind = Kind {
            is_secret: manifest.kind == "Secret",
            is_config_map: manifest.kind == "ConfigMap",
            is_helm: manifest.secret_type.as_deref().is_some_and(|kind| kind.starts_with("helm.sh/release")),
        };
        if kind.is_helm {
            scan.remark(RemarkKind::HelmRelease, manifest.span);
            scan.secrets.push(SecretSpan { span: manifest.span, is_private_key: false });
        }
        if self.frame.place.is_copy || manifest.kind.ends_with("List") {
            return Some(kind);
        }
        *here = Here {
            manifest: Some(scan.manifests.len()),
            object: Some(manifest.to_string()),
            ..Here::default()
        };
        scan.manifests.push(manifest);
        Some(kind)
    }

    fn cert_manager(&self, annotations: Option<usize>) -> Vec<(String, String)> {
        let pairs = annotations.map_or(&[][..], |annotations| self.tree.pairs(annotations));
        let texts =
            pairs.iter().filter_map(|(key, value)| Some((self.tree.text(*key)?, self.tree.text(*value)?)));
        let noted = texts.filter(|(name, _)| name.starts_with("cert-manager.io/"));
        noted.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// `data`, `stringData` or `binaryData` of a Secret or a `ConfigMap`.
    ///
    /// Of each key one value counts: that of the section `over` it, or else its last.
    pub(super) fn section(
        &mut self,
        scan: &mut Scan,
        node: usize,
        encoding: Section,
        over: Option<usize>,
        here: &Here,
    ) {
        let Some(node) = self.resolve(scan, node) else { return };
        let tree = self.tree;
        let Some(Content::Mapping(pairs)) = tree.node(node).map(|node| &node.content) else {
            return self.node(scan, node, here);
        };
        self.duplicates(scan, pairs);
        let named = |mapping: usize| {
            tree.pairs(mapping).iter().filter_map(|(key, value)| Some((tree.text(*key)?, *value)))
        };
        let last: HashMap<&str, usize> = named(node).collect();
        let above: HashSet<&str> = over.into_iter().flat_map(named).map(|(key, _)| key).collect();
        for (key, written) in pairs {
            let Some(item) = self.resolve(scan, *written) else { continue };
            let key_text = tree.text(*key).unwrap_or_default();
            let mut inner = here.within(key_text);
            let is_above = above.contains(key_text);
            inner.is_overridden |= is_above || last.get(key_text).is_some_and(|last| last != written);
            if is_above {
                scan.remark(RemarkKind::Overridden { key: key_text.to_owned() }, self.span(item));
            }
            let state = match tree.node(item).map(|node| &node.content) {
                Some(Content::Scalar { text, style }) => {
                    let after = tree.node(*key).map_or(0, |node| node.range.end);
                    let state = EntryState::of(text, *style, tree.comment_after(after, self.text));
                    if state == EntryState::Present {
                        self.entry(scan, item, encoding, key_text, &inner)
                    } else {
                        state
                    }
                }
                _ => {
                    self.node(scan, item, &inner);
                    EntryState::Present
                }
            };
            let has_value = !matches!(state, EntryState::Null | EntryState::OnlyComment(_));
            let span = self.span(if has_value { item } else { *key });
            let entry = Entry {
                section: here.trail.last().cloned().unwrap_or_default(),
                key: key_text.to_owned(),
                span,
                state,
                is_overridden: inner.is_overridden,
            };
            if let Some(manifest) = here.manifest.and_then(|manifest| scan.manifests.get_mut(manifest)) {
                manifest.entries.push(entry);
            }
        }
    }

    /// One value of a section, as the workload that mounts it would read it.
    fn entry(
        &mut self,
        scan: &mut Scan,
        item: usize,
        encoding: Section,
        key: &str,
        here: &Here,
    ) -> EntryState {
        let Some(written) = self.decoded(item) else { return EntryState::Null };
        let span = self.span(item);
        let frame = Frame { is_final: true, ..self.inner(here) };
        let mut state = EntryState::Present;
        let mut value = written;
        if encoding.is_base64 {
            let refusal = base64::refusal(&value.bytes);
            if let Some(has) = refusal {
                state = EntryState::NotBase64;
                let has_armour = shape::recognise(&value.bytes) == Some(shape::Shape::Pem);
                let key = key.to_owned();
                scan.remark(
                    if has_armour {
                        RemarkKind::PemInData { key }
                    } else {
                        RemarkKind::NotBase64 { key, has }
                    },
                    span,
                );
            }
            // What the API server refuses may still be read.
            if let Some((decoded, _)) = bare::whole(&value.bytes, &value.map) {
                value = decoded;
            }
        }
        let first = scan.artifacts.len();
        let mut slot = Slot::default();
        slot.open(scan, &frame);
        value::read(scan, value, &frame, slot);
        let mut found = scan.artifacts.iter().skip(first);
        let is_private_key = found.clone().any(Artifact::is_private);
        let is_unknown = found.next().is_none();
        if is_private_key || is_secret_name(key) || (encoding.is_secret && is_unknown) {
            scan.secrets.push(SecretSpan { span, is_private_key });
        }
        state
    }
}
