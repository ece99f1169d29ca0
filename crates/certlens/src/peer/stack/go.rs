//! Go's `crypto/tls` with `crypto/x509`, and what speaks through them: gRPC-Go, Kubernetes, Prometheus, Vault …

use crate::peer::encounter::{Encounter, Loaded, Own};
use crate::peer::refusal::Stop;
use crate::peer::rules::{CommonName, KeyUsageRule, NameComparison, Rules, TrustedEndEntity};
use crate::peer::stack::{BOTH, Stack};

const RULES: Rules = Rules {
    issuer_names: NameComparison::Bytes,
    key_identifiers_must_agree: false,
    partial_chains: true,
    trusted_end_entity: TrustedEndEntity::Any,
    anchor_validity: true,
    anchor_purposes: true,
    anchor_name_constraints: true,
    nested_purposes: true,
    server_key_usage: KeyUsageRule::Ignored,
    client_key_usage: KeyUsageRule::Ignored,
    any_purpose: true,
    common_name: CommonName::Never,
    rsa_bits: 1024,
    sha1: false,
};

pub(super) const GO: Stack = Stack {
    id: "go",
    name: "Go crypto/tls",
    version: "1.27",
    recorded: "go1.27.3 with `go 1.27` in go.mod, configured as the guide's code does",
    found_in: "gRPC-Go, the Kubernetes API server, controllers, Prometheus, Traefik, Caddy",
    versions: BOTH,
    rules: RULES,
    load,
    meet,
};

pub(super) const GO_1_22: Stack = Stack {
    id: "go-1.22",
    name: "Go crypto/tls",
    version: "1.22",
    recorded: "go1.22.10, configured as the guide's code does",
    found_in: "programs built with a Go of 2024 or with `go 1.22` in go.mod",
    versions: BOTH,
    rules: RULES,
    load,
    meet,
};

fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    Err(Stop::Unknown(format!("{:?}", own.files)))
}

fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    Err(Stop::Unknown(encounter.name.to_owned()))
}
