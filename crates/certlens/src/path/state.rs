//! The state variables of RFC 5280 §6.1.2, by their names.

use crate::path::member::Member;
use crate::path::name_constraints::Constraints;
use crate::path::policy::Graph;
use crate::settings::Settings;
use crate::span::ObjectId;
use crate::time::Timestamp;
use crate::x509::name::Name;
use crate::x509::public_key::PublicKey;

/// The state variables, as they stand before the next certificate is processed.
#[derive(Debug)]
pub(super) struct State<'a> {
    /// (a) `valid_policy_tree`, as a graph
    pub(super) valid_policy_graph: Graph,
    /// (b) `permitted_subtrees` and (c) `excluded_subtrees`: a name must satisfy each of these by itself, which is their
    /// intersection and union.
    pub(super) subtrees: Vec<Constraints<'a>>,
    /// (d) `explicit_policy`
    pub(super) explicit_policy: u64,
    /// (e) `inhibit_anyPolicy`
    pub(super) inhibit_any_policy: u64,
    /// (f) `policy_mapping`
    pub(super) policy_mapping: u64,
    /// (g), (h) `working_public_key` and its algorithm
    pub(super) working_public_key: Option<&'a PublicKey>,
    /// (i) `working_public_key_parameters`
    pub(super) working_public_key_parameters: Option<Vec<u8>>,
    /// (j) `working_issuer_name`
    pub(super) working_issuer_name: &'a Name,
    /// (k) `max_path_length`
    pub(super) max_path_length: u64,
    /// What set `max_path_length`, for a sentence.
    pub(super) length_limited_by: String,
    /// The certificate that name and key come from, for a sentence.
    pub(super) working_issuer: String,
    /// The certificate that name and key come from.
    pub(super) working_issuer_id: ObjectId,
    /// When that certificate ends.
    pub(super) working_issuer_end: Option<Timestamp>,
    /// The trust anchor.
    pub(super) anchor_id: ObjectId,
}

impl<'a> State<'a> {
    /// §6.1.2, for a path of `length` certificates, the anchor's among them.
    pub(super) fn initial(anchor: &Member<'a>, length: usize, settings: &Settings) -> Self {
        let more = u64::try_from(length).unwrap_or(u64::MAX).saturating_add(1);
        let unless = |set: bool| if set { 0 } else { more };
        let inputs = &settings.policies;
        let key = anchor.certificate.public_key.as_ref();
        Self {
            valid_policy_graph: Graph::initial(),
            subtrees: Vec::new(),
            explicit_policy: unless(inputs.initial_explicit_policy),
            inhibit_any_policy: unless(inputs.initial_any_policy_inhibit),
            policy_mapping: unless(inputs.initial_policy_mapping_inhibit),
            working_public_key: key,
            working_public_key_parameters: key.and_then(|key| key.algorithm.parameters.clone()),
            working_issuer_name: &anchor.certificate.subject,
            max_path_length: settings.max_intermediates.unwrap_or(u64::MAX),
            length_limited_by: "the greatest path length asked for".to_owned(),
            working_issuer: anchor.label.clone(),
            working_issuer_id: anchor.id,
            working_issuer_end: anchor.certificate.validity.not_after.instant,
            anchor_id: anchor.id,
        }
    }

    /// §6.1.4 (c) to (f): the next certificate is judged by the name and key of this one.
    pub(super) fn take_name_and_key(&mut self, member: &Member<'a>) {
        let key = member.certificate.public_key.as_ref();
        let same_algorithm = match (key, self.working_public_key) {
            (Some(new), Some(old)) => new.algorithm.oid == old.algorithm.oid,
            _ => false,
        };
        let parameters =
            key.and_then(|key| key.algorithm.parameters.clone()).filter(|parameters| parameters != &[5, 0]);
        if parameters.is_some() || !same_algorithm {
            self.working_public_key_parameters = parameters;
        }
        self.working_public_key = key;
        self.working_issuer_name = &member.certificate.subject;
        self.working_issuer.clone_from(&member.label);
        self.working_issuer_id = member.id;
        self.working_issuer_end = member.certificate.validity.not_after.instant;
    }
}
