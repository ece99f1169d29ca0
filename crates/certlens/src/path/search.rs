//! The paths of one target among everything pasted (RFC 4158).
//!
//! Certificates are the nodes of a graph, proven signatures its edges. The graph is built upwards from the target, only as
//! far as names lead to an anchor, and each edge is weighed by what is wrong with the issuer. The distance of each node to
//! an anchor is computed once; with it the paths come out one after the other, the best first, and no time goes into those
//! that end nowhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use crate::crypto::signature::SignatureCheck;
use crate::inventory::Inventory;
use crate::path::budget::{
    Budget, CANDIDATES, CANDIDATES_KEPT, Limit, PATH_LENGTH, SIGNATURE_CHECKS_TO_EXPLAIN,
};
use crate::path::memo::{Memo, NameId};
use crate::path::validate::{self, Context};
use crate::path::{Candidate, PathEnd, PathSearch};
use crate::purpose::{self, Grant};
use crate::rule::{Outcome, Verdict};
use crate::settings::Settings;
use crate::sort;
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;
use crate::x509::extension::key_usage::KeyUsage;

/// Searches for paths from `target` to the anchors of `settings`, and validates them.
///
/// The same arguments give the same answer, unless the searches before used up the signature checks that `memo` allows all together.
#[must_use]
pub fn search(inventory: &Inventory, target: ObjectId, settings: &Settings, memo: &mut Memo) -> PathSearch {
    let mut budget = Budget::default();
    let mut context = Context { inventory, settings, memo, budget: &mut budget, signers: Vec::new() };
    let candidates = candidates(&mut context, target);
    PathSearch { target, candidates, spent: budget.spent }
}

/// The candidates for `target`, best first; never empty.
pub(super) fn candidates(context: &mut Context<'_, '_>, target: ObjectId) -> Vec<Candidate> {
    let mut found = Vec::new();
    if context.memo.is_anchor(target, &context.settings.trust) {
        found.push(validate::run(context, &[target], PathEnd::Anchor(target)));
    }
    let graph = Graph::build(context, target);
    let mut paths = graph.paths(target);
    let mut tried = 0;
    while let Some(path) = paths.next(context) {
        let accepted = found.iter().any(|candidate: &Candidate| candidate.verdict == Verdict::Accept);
        if tried == CANDIDATES {
            // Once a path is accepted, more of them add nothing.
            if accepted {
                break;
            }
            context.budget.exhaust(Limit::Candidates);
            break;
        }
        if accepted && found.len() >= CANDIDATES_KEPT {
            break;
        }
        tried += 1;
        if let Some(end) = path.last().copied() {
            found.push(validate::run(context, &path, PathEnd::Anchor(end)));
        }
    }
    if found.is_empty() {
        let (path, end) = walk(context, target);
        found.push(validate::run(context, &path, end));
    }
    sort::by_key(&mut found, badness);
    found.truncate(CANDIDATES_KEPT);
    found
}

/// Accepted before undetermined before refused, then the fewer failures the better.
fn badness(candidate: &Candidate) -> (u8, usize) {
    let findings = candidate.steps.iter().flat_map(|step| &step.findings);
    let failures = findings.filter(|finding| finding.outcome == Outcome::Fail).count();
    match candidate.verdict {
        Verdict::Accept => (0, 0),
        Verdict::Undetermined => (1, 0),
        Verdict::Reject => (2, failures),
    }
}

/// Proven edges from certificates to those of their issuers, and the distance of each to an anchor.
struct Graph {
    /// Issuers of each certificate, with what the step up costs.
    edges: BTreeMap<ObjectId, Vec<(u64, ObjectId)>>,
    /// What the way from each certificate to the nearest anchor costs; those without one are not in it.
    distance: BTreeMap<ObjectId, u64>,
    anchors: BTreeSet<ObjectId>,
}

/// Weights of an edge. A step costs something, so that shorter paths come first; what a validation would refuse costs much
/// more than any number of steps.
const STEP: u64 = 10;
const OTHER_BYTES: u64 = 1;
const OTHER_KEY_IDENTIFIER: u64 = 3;
const REFUSED: u64 = 10_000;
const UNDETERMINED: u64 = 1_000_000;

impl Graph {
    /// Upwards from `target`, each certificate once.
    fn build(context: &mut Context<'_, '_>, target: ObjectId) -> Self {
        let names = anchored_names(context, target);
        let mut graph = Self { edges: BTreeMap::new(), distance: BTreeMap::new(), anchors: BTreeSet::new() };
        let mut queue = VecDeque::from([target]);
        while let Some(id) = queue.pop_front() {
            if graph.edges.contains_key(&id) {
                continue;
            }
            if id != target && context.memo.is_anchor(id, &context.settings.trust) {
                graph.anchors.insert(id);
                graph.edges.insert(id, Vec::new());
                continue;
            }
            let Some(node) = context.memo.node(id).filter(|node| names.contains(&node.issuer)) else {
                continue;
            };
            let issuers: Vec<ObjectId> = context
                .memo
                .named(node.issuer)
                .iter()
                .copied()
                .filter(|issuer| *issuer != id && *issuer != target)
                .filter(|issuer| {
                    context.memo.node(*issuer).is_some_and(|node| names.contains(&node.issuer))
                        || context.memo.is_anchor(*issuer, &context.settings.trust)
                })
                .collect();
            let edges = proven(context, id, &issuers);
            queue.extend(edges.iter().map(|(_, issuer)| *issuer));
            graph.edges.insert(id, edges);
        }
        graph.measure();
        graph
    }

    /// Distances to the anchors, by Dijkstra's algorithm downwards.
    fn measure(&mut self) {
        let mut below: BTreeMap<ObjectId, Vec<(u64, ObjectId)>> = BTreeMap::new();
        for (id, edges) in &self.edges {
            for (cost, issuer) in edges {
                below.entry(*issuer).or_default().push((*cost, *id));
            }
        }
        let mut heap: BinaryHeap<_> = self.anchors.iter().map(|anchor| Reverse((0, *anchor))).collect();
        while let Some(Reverse((distance, id))) = heap.pop() {
            if self.distance.contains_key(&id) {
                continue;
            }
            self.distance.insert(id, distance);
            for (cost, subject) in below.get(&id).into_iter().flatten() {
                heap.push(Reverse((distance.saturating_add(*cost), *subject)));
            }
        }
    }

    fn paths(self, target: ObjectId) -> Paths {
        let mut heap = BinaryHeap::new();
        if let Some(distance) = self.distance.get(&target).filter(|_| !self.anchors.contains(&target)) {
            heap.push(Reverse((*distance, 0, 0, vec![target])));
        }
        Paths { graph: self, heap, sequence: 0 }
    }
}

/// A path that may not have reached an anchor yet: the cost of its completion, a number that puts the newer first, the cost so far.
type Partial = (u64, u64, u64, Vec<ObjectId>);

/// The paths to the anchors in the order of what they cost.
struct Paths {
    graph: Graph,
    heap: BinaryHeap<Reverse<Partial>>,
    sequence: u64,
}

impl Paths {
    fn next(&mut self, context: &mut Context<'_, '_>) -> Option<Vec<ObjectId>> {
        while let Some(Reverse((_, _, so_far, path))) = self.heap.pop() {
            let last = path.last().copied()?;
            if self.graph.anchors.contains(&last) {
                return Some(path);
            }
            if path.len() >= PATH_LENGTH {
                continue;
            }
            for (cost, issuer) in self.graph.edges.get(&last).into_iter().flatten() {
                let Some(rest) = self.graph.distance.get(issuer) else { continue };
                if is_on(context.memo, &path, *issuer) {
                    continue;
                }
                if !context.budget.take_issuer() {
                    return None;
                }
                let so_far = so_far.saturating_add(*cost);
                self.sequence += 1;
                let mut longer = path.clone();
                longer.push(*issuer);
                self.heap.push(Reverse((
                    so_far.saturating_add(*rest),
                    u64::MAX - self.sequence,
                    so_far,
                    longer,
                )));
            }
        }
        None
    }
}

/// True if a certificate with the name and key of `id` is on the path (RFC 4158 §2.4.2): going round proves nothing new.
fn is_on(memo: &Memo, path: &[ObjectId], id: ObjectId) -> bool {
    let Some(own) = memo.node(id) else { return true };
    path.iter().any(|other| {
        *other == id
            || memo.node(*other).is_some_and(|other| other.subject == own.subject && other.key == own.key)
    })
}

/// Names from which names alone lead up to an anchor. What is not among them needs no signature checked.
fn anchored_names(context: &mut Context<'_, '_>, target: ObjectId) -> BTreeSet<NameId> {
    let Some(start) = context.memo.node(target).map(|node| node.issuer) else { return BTreeSet::new() };
    let mut issued: BTreeMap<NameId, BTreeSet<NameId>> = BTreeMap::new();
    let mut anchored = VecDeque::new();
    let mut seen = sort::gather::<_, BTreeSet<NameId>>([start]);
    let mut queue = VecDeque::from([start]);
    while let Some(name) = queue.pop_front() {
        for id in context.memo.named(name) {
            if !context.budget.take_issuer() {
                break;
            }
            if context.memo.is_anchor(*id, &context.settings.trust) {
                anchored.push_back(name);
            }
            let Some(node) = context.memo.node(*id) else { continue };
            issued.entry(node.issuer).or_default().insert(name);
            if seen.insert(node.issuer) {
                queue.push_back(node.issuer);
            }
        }
    }
    let mut names = BTreeSet::new();
    while let Some(name) = anchored.pop_front() {
        if names.insert(name) {
            anchored.extend(issued.get(&name).into_iter().flatten());
        }
    }
    names
}

/// Those of `issuers` whose key made the signature of `id`, or might have, cheapest first.
///
/// They are tried in the order of what the key identifiers promise, and once one kind of promise was kept, the weaker kinds are
/// not tried: a signature is made with one key.
fn proven(context: &mut Context<'_, '_>, id: ObjectId, issuers: &[ObjectId]) -> Vec<(u64, ObjectId)> {
    let inventory = context.inventory;
    let Some(certificate) = inventory.certificate(id) else { return Vec::new() };
    let mut kinds: BTreeMap<u64, Vec<(ObjectId, &Certificate)>> = BTreeMap::new();
    for issuer in issuers {
        if !context.budget.take_issuer() {
            break;
        }
        if let Some(above) = inventory.certificate(*issuer) {
            kinds.entry(promise(certificate, above)).or_default().push((*issuer, above));
        }
    }
    let mut edges = Vec::new();
    for (promise, issuers) in kinds {
        for (issuer, above) in issuers {
            let doubt = match context.memo.check(inventory, issuer, id, context.budget) {
                Some(SignatureCheck::Valid) => 0,
                Some(SignatureCheck::Undetermined(_)) => UNDETERMINED,
                Some(SignatureCheck::Invalid) | None => continue,
            };
            let bytes = if certificate.issuer.der == above.subject.der { 0 } else { OTHER_BYTES };
            let hint = if promise == 2 { OTHER_KEY_IDENTIFIER } else { 0 };
            edges.push((STEP + doubt + bytes + hint + faults(context, issuer, above), issuer));
        }
        if edges.iter().any(|(cost, _)| *cost < UNDETERMINED) {
            break;
        }
    }
    sort::ascending(&mut edges);
    edges
}

/// What the key identifiers say: 0 the same, 1 nothing, 2 different.
fn promise(certificate: &Certificate, issuer: &Certificate) -> u64 {
    let wanted = certificate.authority_key_identifier().and_then(|aki| aki.key_identifier.as_deref());
    match (wanted, issuer.subject_key_identifier()) {
        (Some(wanted), Some(found)) if wanted == found => 0,
        (Some(_), Some(_)) => 2,
        _ => 1,
    }
}

/// What is wrong with an issuer whatever the path.
fn faults(context: &Context<'_, '_>, id: ObjectId, issuer: &Certificate) -> u64 {
    let settings = context.settings;
    let is_anchor = context.memo.is_anchor(id, &settings.trust);
    let period = (issuer.validity.not_before.instant, issuer.validity.not_after.instant);
    let is_current =
        matches!(period, (Some(start), Some(end)) if start <= settings.time && settings.time <= end);
    let may_sign = issuer.key_usage().is_none_or(|usage| usage.has(KeyUsage::KEY_CERT_SIGN));
    let serves = purpose::grant(issuer.extended_key_usage(), settings.purpose) != Grant::Refused;
    let faults = [
        !is_current && (!is_anchor || settings.anchor_use.validity),
        !issuer.is_ca() && !is_anchor,
        !may_sign && (!is_anchor || settings.anchor_use.constraints),
        !serves && (!is_anchor || settings.anchor_use.constraints),
    ];
    faults.into_iter().filter(|fault| *fault).map(|_| REFUSED).sum()
}

/// The longest way up that signatures prove, where none leads to an anchor, and how it ends.
fn walk(context: &mut Context<'_, '_>, target: ObjectId) -> (Vec<ObjectId>, PathEnd) {
    let mut budget = Budget { signature_checks: SIGNATURE_CHECKS_TO_EXPLAIN, ..Budget::default() };
    let mut inner = Context {
        inventory: context.inventory,
        settings: context.settings,
        memo: context.memo,
        budget: &mut budget,
        signers: Vec::new(),
    };
    let context = &mut inner;
    let mut path = vec![target];
    let mut last = target;
    loop {
        let issuer_name = context
            .inventory
            .certificate(last)
            .map(|certificate| certificate.issuer.clone())
            .unwrap_or_default();
        let Some(node) = context.memo.node(last) else { return (path, PathEnd::MissingIssuer(issuer_name)) };
        if node.subject == node.issuer
            && context.memo.check(context.inventory, last, last, context.budget)
                == Some(SignatureCheck::Valid)
        {
            return (path, PathEnd::Untrusted(last));
        }
        let issuers: Vec<ObjectId> =
            context.memo.named(node.issuer).iter().copied().filter(|issuer| *issuer != last).collect();
        let edges = proven(context, last, &issuers);
        let next =
            edges.iter().map(|(_, issuer)| *issuer).find(|issuer| !is_on(context.memo, &path, *issuer));
        match (next, edges.first()) {
            (Some(next), _) if path.len() < PATH_LENGTH => {
                path.push(next);
                last = next;
            }
            (None, Some((_, again))) => return (path, PathEnd::Loop(*again)),
            _ => return (path, PathEnd::MissingIssuer(issuer_name)),
        }
    }
}
