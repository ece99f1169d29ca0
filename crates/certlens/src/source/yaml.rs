//! A document of YAML or JSON as a tree in which every node knows its place.

use core::ops::Range;
use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle};
use zeroize::Zeroize as _;

use crate::sort;

/// One document. Aliases are nodes of their own.
#[derive(Debug, Default)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Roots, one for each document.
    pub(crate) roots: Vec<usize>,
    /// Every comment with the bytes it takes.
    pub(crate) comments: Vec<(Range<usize>, String)>,
}

#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) range: Range<usize>,
    pub(crate) content: Content<'a>,
}

#[derive(Debug)]
pub(crate) enum Content<'a> {
    Scalar {
        text: Cow<'a, str>,
        style: ScalarStyle,
    },
    Mapping(Vec<(usize, usize)>),
    Sequence(Vec<usize>),
    /// The node it stands for; none if the anchor is unknown.
    Alias(Option<usize>),
}

impl<'a> Tree<'a> {
    /// How many nodes there are.
    pub(crate) const fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, number: usize) -> Option<&Node<'a>> {
        self.nodes.get(number)
    }

    /// Numbers of all mappings, outer ones first.
    pub(crate) fn mappings(&self) -> impl Iterator<Item = usize> {
        let is_mapping = |(_, node): &(usize, &Node<'a>)| matches!(node.content, Content::Mapping(_));
        self.nodes.iter().enumerate().filter(is_mapping).map(|(number, _)| number)
    }

    /// The items of a sequence; none of anything else.
    pub(crate) fn items(&self, number: usize) -> &[usize] {
        match self.node(number).map(|node| &node.content) {
            Some(Content::Sequence(items)) => items,
            _ => &[],
        }
    }

    /// The text of a scalar.
    pub(crate) fn text(&self, number: usize) -> Option<&str> {
        match &self.node(number)?.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The pairs of a mapping or of an alias of one; none of anything else.
    pub(crate) fn pairs(&self, mapping: usize) -> &[(usize, usize)] {
        match self.node(mapping).map(|node| &node.content) {
            Some(Content::Mapping(pairs)) => pairs,
            Some(Content::Alias(Some(target))) if *target < mapping => self.pairs(*target),
            _ => &[],
        }
    }

    /// The value of the last pair of a mapping with that key, as kubectl reads it.
    pub(crate) fn get(&self, mapping: usize, key: &str) -> Option<usize> {
        let pair = self.pairs(mapping).iter().rev().find(|(name, _)| self.text(*name) == Some(key));
        pair.map(|(_, value)| *value)
    }

    /// The comment that follows soon after `at` on its line.
    pub(crate) fn comment_after(&self, at: usize, text: &str) -> Option<&str> {
        // A mapping on one line may have as many keys as it likes, and one comment behind the last.
        const FARTHEST: usize = 256;
        let next = self.comments.partition_point(|(range, _)| range.start < at);
        let (range, comment) = self.comments.get(next)?;
        let between = text.get(at..range.start).filter(|between| between.len() <= FARTHEST)?;
        (!between.contains('\n')).then(|| comment.trim())
    }

    /// The comments of `text`, those with nothing but blanks between them as one.
    pub(crate) fn comment_stretches(&self, text: &str) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for (range, _) in &self.comments {
            match stretches.last_mut() {
                Some(last)
                    if text.get(last.end..range.start).is_some_and(|between| between.trim().is_empty()) =>
                {
                    last.end = range.end;
                }
                _ => stretches.push(range.clone()),
            }
        }
        stretches
    }
}

/// A collection whose end has not come yet.
#[derive(Debug)]
struct Open {
    node: usize,
    key: Option<usize>,
}

/// Reads `text`; why not, where it is no YAML.
pub(crate) fn parse(text: &str) -> Result<Tree<'_>, String> {
    // Comments are kept as they come: the default limit on rows of them is below what chart values have.
    const MOST_COMMENTS: usize = 1 << 16;
    let options: Options = granit_parser::options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: MOST_COMMENTS,
    };
    let mut tree = Tree::default();
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, usize> = HashMap::new();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| error.info())?;
        let range = span.byte_range().unwrap_or_default();
        let (content, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (Content::Scalar { text, style }, anchor),
            Event::MappingStart(_, anchor, _) => (Content::Mapping(Vec::new()), anchor),
            Event::SequenceStart(_, anchor, _) => (Content::Sequence(Vec::new()), anchor),
            Event::Alias(id) => (Content::Alias(anchors.get(&id).copied()), 0),
            Event::UnresolvedAlias(_) => (Content::Alias(None), 0),
            Event::MappingEnd | Event::SequenceEnd => {
                let end = range.end;
                if let Some(node) = open.pop().and_then(|open| tree.nodes.get_mut(open.node)) {
                    node.range.end = end.max(node.range.end);
                }
                continue;
            }
            Event::Comment(text, _) => {
                tree.comments.push((range, text.into_owned()));
                continue;
            }
            _ => continue,
        };
        let is_collection = matches!(content, Content::Mapping(_) | Content::Sequence(_));
        let node = tree.nodes.len();
        tree.nodes.push(Node { range, content });
        if anchor != 0 {
            anchors.insert(anchor, node);
        }
        tree.attach(node, open.last_mut());
        if is_collection {
            open.push(Open { node, key: None });
        }
    }
    sort::by_key(&mut tree.comments, |(range, _)| range.start);
    Ok(tree)
}

/// What is no slice of the text may be a private key: it is wiped.
impl Drop for Tree<'_> {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            if let Content::Scalar { text: Cow::Owned(text), .. } = &mut node.content {
                text.zeroize();
            }
        }
        for (_, comment) in &mut self.comments {
            comment.zeroize();
        }
    }
}

impl Tree<'_> {
    fn attach(&mut self, node: usize, parent: Option<&mut Open>) {
        let Some(parent) = parent else {
            self.roots.push(node);
            return;
        };
        match self.nodes.get_mut(parent.node).map(|node| &mut node.content) {
            Some(Content::Sequence(items)) => items.push(node),
            Some(Content::Mapping(pairs)) => match parent.key.take() {
                Some(key) => pairs.push((key, node)),
                None => parent.key = Some(node),
            },
            _ => {}
        }
    }
}
