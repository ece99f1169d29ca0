//! How pods mount Secrets.

use super::{Context, Lint, Note};
use crate::config::workload::{Mount, Workload};
use crate::rule::{Citation, Rule, RuleKind, Severity};

pub(super) const LINTS: &[Lint<Workload>] = &[SECRET_MOUNTED_BY_SUB_PATH];

const SECRET_MOUNTED_BY_SUB_PATH: Lint<Workload> = Lint {
    rule: &Rule {
        code: "secret-mounted-by-sub-path",
        title: "Secret mounted with subPath, which is never updated",
        severity: Severity::Warning,
        citation: Citation::Document(
            "Kubernetes, Secrets: a container using a Secret as a subPath volume mount does not receive updates",
        ),
        explanation: "The pod keeps the certificate that it started with, whatever is written to the Secret, even if the program reads its files again.",
        remedy: "Mount the Secret as a folder, without `subPath`, or restart the pod after every renewal.",
        kind: RuleKind::Lint,
    },
    run: secret_mounted_by_sub_path,
};

fn secret_mounted_by_sub_path(workload: &Workload, _: &Context<'_>) -> Vec<Note> {
    let secret = |mount: &Mount| {
        workload
            .secrets
            .iter()
            .find(|(volume, _)| *volume == mount.volume)
            .map(|(_, secret)| secret.value.clone())
    };
    let found = workload.mounts.iter().filter_map(|mount| Some((mount.sub_path.as_ref()?, secret(mount)?)));
    found
        .map(|(sub_path, secret)| {
            Note::text(
                sub_path.span,
                format!("`{}` of Secret `{secret}` is mounted with `subPath`", sub_path.value),
            )
        })
        .collect()
}
