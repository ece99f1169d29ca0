//! What a document of YAML or JSON holds: every string in it, whatever the schema, and Kubernetes objects by theirs.

use core::ops::Range;

use granit_parser::ScalarStyle;

use super::bare;
use super::base64::Decoded;
use super::encoding;
use super::manifest::EntryState;
use super::remark::{Looks, RemarkKind, is_key_line};
use super::secret::{SecretSpan, is_secret_name};
use super::shape;
use super::value::{self, Frame, Slot};
use super::yaml::{self, Content, Tree};
use super::{Artifact, Scan, scalar};
use crate::sort;
use crate::span::{ByteRange, Span};

mod kubernetes;

/// Reads the document in `range` of `value`; what is left of it, to be read as text.
pub(super) fn read(
    scan: &mut Scan,
    value: &Decoded,
    range: Range<usize>,
    frame: &Frame,
) -> Vec<Range<usize>> {
    let bytes = value.bytes.get(range.clone()).unwrap_or_default();
    let owned;
    let text = match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => {
            owned = encoding::lossless_utf8(bytes);
            owned.as_str()
        }
    };
    // A byte order mark that ends up within a text would become part of the first key.
    let unmarked = text.trim_start_matches('\u{feff}');
    let base = range.start + text.len() - unmarked.len();
    let span = value.map.span(ByteRange::new(range.start, range.end));
    let tree = match yaml::parse(unmarked) {
        Ok(tree) => tree,
        Err(reason) => {
            if seems_manifest(unmarked) {
                scan.remark(RemarkKind::BrokenYaml { reason }, span);
            }
            return vec![range];
        }
    };
    let before = (scan.artifacts.len(), scan.manifests.len(), scan.remarks.len());
    let mut walk = Walk { tree: &tree, text: unmarked, base, value, frame, aliases: 0, visited: 0 };
    for root in &tree.roots {
        walk.node(scan, *root, &Here::default());
    }
    if before == (scan.artifacts.len(), scan.manifests.len(), scan.remarks.len()) {
        return vec![range];
    }
    walk.comments()
}

/// True if someone meant this to be YAML. What programs print has colons too: only that of which every line is one of YAML is taken
/// for it without a word of Kubernetes.
fn seems_manifest(text: &str) -> bool {
    const ENOUGH: usize = 3;
    let starts = ["apiVersion:", "kind:", "data:", "stringData:", "{", "["];
    if starts.iter().any(|start| text.trim_start().starts_with(start)) || text.contains("\napiVersion:") {
        return true;
    }
    // An address is no key.
    let is_key = |line: &&str| is_key_line(line) && !line.starts_with(|c: char| c.is_ascii_digit());
    let has_keys = text.lines().filter(is_key).take(ENOUGH).count() == ENOUGH;
    has_keys && matches!(Looks::of(text.as_bytes()), Looks::Yaml)
}

/// The way from the innermost Kubernetes object, or the root.
#[derive(Debug, Clone, Default)]
struct Here {
    manifest: Option<usize>,
    object: Option<String>,
    trail: Vec<String>,
    is_overridden: bool,
}

impl Here {
    fn within(&self, step: &str) -> Self {
        let mut inner = self.clone();
        inner.trail.push(step.to_owned());
        inner
    }
}

struct Walk<'a> {
    tree: &'a Tree<'a>,
    text: &'a str,
    /// Where the text begins in the value.
    base: usize,
    value: &'a Decoded,
    frame: &'a Frame,
    /// Aliases followed so far.
    aliases: usize,
    /// Nodes visited so far, each as often as an alias leads to it.
    visited: usize,
}

/// Aliases of aliases multiply; no manifest has this many.
const MOST_ALIASES: usize = 1000;

/// How often all nodes of a document may be visited, and how often those of a small one.
const MOST_VISITS: (usize, usize) = (4, 1 << 16);

impl Walk<'_> {
    fn span(&self, node: usize) -> Span {
        let range = self.tree.node(node).map(|node| node.range.clone()).unwrap_or_default();
        self.value.map.span(ByteRange::new(self.base + range.start, self.base + range.end))
    }

    /// The node itself, behind aliases; none if there are too many or the anchor is unknown.
    fn resolve(&mut self, scan: &mut Scan, node: usize) -> Option<usize> {
        self.visited += 1;
        let Content::Alias(target) = self.tree.node(node)?.content else { return Some(node) };
        self.aliases += 1;
        let most_visits = (self.tree.len() * MOST_VISITS.0).max(MOST_VISITS.1);
        // An anchor stands before its aliases; a target that contains the alias would never end.
        let is_sound = target.is_some_and(|target| !self.contains(target, node));
        if is_sound && self.aliases <= MOST_ALIASES && self.visited <= most_visits {
            return target;
        }
        let range = self.tree.node(node)?.range.clone();
        let name = self.text.get(range).unwrap_or_default().to_owned();
        if self.aliases <= MOST_ALIASES + 1 {
            scan.remark(RemarkKind::UnresolvedAlias { name }, self.span(node));
        }
        None
    }

    fn contains(&self, outer: usize, inner: usize) -> bool {
        let range = |node: usize| self.tree.node(node).map(|node| node.range.clone()).unwrap_or_default();
        range(outer).end > range(inner).start
    }

    fn node(&mut self, scan: &mut Scan, node: usize, here: &Here) {
        let Some(node) = self.resolve(scan, node) else { return };
        let tree = self.tree;
        match tree.node(node).map(|node| &node.content) {
            Some(Content::Mapping(pairs)) => self.mapping(scan, node, pairs, here),
            Some(Content::Sequence(items)) => {
                for (number, item) in items.iter().enumerate() {
                    self.node(scan, *item, &here.within(&number.to_string()));
                }
            }
            Some(Content::Scalar { .. }) => self.scalar(scan, node, here),
            _ => {}
        }
    }

    fn mapping(&mut self, scan: &mut Scan, node: usize, pairs: &[(usize, usize)], here: &Here) {
        let mut here = here.clone();
        let kind = self.kubernetes(scan, node, &mut here);
        let is_helm = kind.as_ref().is_some_and(|kind| kind.is_helm);
        self.duplicates(scan, pairs);
        for (key, item) in pairs {
            let name = self.tree.text(*key).unwrap_or_default().to_owned();
            let section = kind.as_ref().and_then(|kind| kind.section(&name));
            match section {
                Some(_) if is_helm => {}
                Some(section) => {
                    let mut inner = here.within(&name);
                    inner.is_overridden = self.tree.get(node, &name) != Some(*item);
                    let over = section.is_overridden_by.and_then(|over| self.tree.get(node, over));
                    self.section(scan, *item, section, over, &inner);
                }
                None => self.pair(scan, &name, *item, &here.within(&name)),
            }
        }
    }

    fn pair(&mut self, scan: &mut Scan, name: &str, item: usize, here: &Here) {
        let first = scan.artifacts.len();
        let is_copy = name == "kubectl.kubernetes.io/last-applied-configuration";
        self.node(scan, item, here);
        let has_private_key = scan.artifacts.iter().skip(first).any(Artifact::is_private);
        if is_copy {
            scan.remark(RemarkKind::LastApplied { has_private_key }, self.span(item));
        }
        let Some(text) = self.tree.text(item) else { return };
        const SHORTEST_PASSWORD: usize = 4;
        const SHORTEST_KEY: usize = 24;
        let lower = name.to_ascii_lowercase();
        let shortest =
            if lower.contains("pass") || lower.contains("token") { SHORTEST_PASSWORD } else { SHORTEST_KEY };
        let is_word = !text.contains(char::is_whitespace) || text.contains("PRIVATE");
        let is_given = EntryState::of(text, ScalarStyle::DoubleQuoted, None) == EntryState::Present;
        let is_secret = is_secret_name(name) && text.len() >= shortest && is_word && is_given;
        if is_secret || (has_private_key && !is_copy && !text.contains('{')) {
            scan.secrets.push(SecretSpan { span: self.span(item), is_private_key: has_private_key });
        }
    }

    /// Notes every key that comes again.
    fn duplicates(&self, scan: &mut Scan, pairs: &[(usize, usize)]) {
        let mut keys: Vec<(&str, usize)> =
            pairs.iter().filter_map(|(key, _)| self.tree.text(*key).map(|text| (text, *key))).collect();
        sort::ascending(&mut keys);
        for pair in keys.windows(2) {
            if let [(first, _), (second, key)] = pair
                && first == second
                && *first != "<<"
            {
                scan.remark(RemarkKind::DuplicateKey { key: (*first).to_owned() }, self.span(*key));
            }
        }
    }

    /// A string of no known schema.
    fn scalar(&mut self, scan: &mut Scan, node: usize, here: &Here) {
        const SHORTEST: usize = 24;
        let Some(text) = self.tree.text(node).filter(|text| text.len() >= SHORTEST) else { return };
        let longest =
            text.split(|c: char| !(c.is_ascii_alphanumeric() || "+/-_=".contains(c))).map(str::len).max();
        let is_worth_it =
            longest.unwrap_or_default() >= SHORTEST || text.contains("BEGIN") || text.contains(":");
        if !is_worth_it {
            return;
        }
        let Some(written) = self.decoded(node) else { return };
        let mut frame = self.inner(here);
        let is_annotation = here.trail.iter().any(|step| step == "annotations");
        frame.place.is_copy |= is_annotation && text.trim_start().starts_with('{');
        if let Some((decoded, _)) = bare::whole(&written.bytes, &written.map)
            && shape::recognise(&decoded.bytes).is_some()
        {
            frame.is_final = true;
            return value::read(scan, decoded, &frame, Slot::default());
        }
        value::read(scan, written, &frame, Slot::default());
    }

    /// The text of a scalar with the way back to the paste.
    fn decoded(&self, node: usize) -> Option<Decoded> {
        let node = self.tree.node(node)?;
        let Content::Scalar { text, style } = &node.content else { return None };
        let raw = self.text.get(node.range.clone()).unwrap_or_default();
        let runs = scalar::runs(raw, text, *style, self.base + node.range.start);
        Some(Decoded {
            bytes: text.as_bytes().to_vec().into(),
            map: self.value.map.decoded(runs, text.len()),
        })
    }

    fn inner(&self, here: &Here) -> Frame {
        let mut frame = self.frame.clone();
        frame.depth += 1;
        frame.is_quiet = true;
        frame.is_final = false;
        if here.manifest.is_some() {
            frame.place.manifest = here.manifest;
            frame.place.object.clone_from(&here.object);
        }
        frame.place.is_overridden |= here.is_overridden;
        frame.place.trail.extend(here.trail.iter().cloned());
        frame
    }

    /// Comments that hold a block: they are read as text.
    fn comments(&self) -> Vec<Range<usize>> {
        let stretches = self.tree.comment_stretches(self.text).into_iter();
        let has_block = |range: &Range<usize>| {
            self.text.get(range.clone()).is_some_and(|text| text.contains("-----BEGIN"))
        };
        let moved = |range: Range<usize>| self.base + range.start..self.base + range.end;
        stretches.filter(has_block).map(moved).collect()
    }
}
