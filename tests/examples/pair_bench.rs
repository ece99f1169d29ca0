//! How long a prediction takes for all stacks, roles and versions, beside the signature checks that it cannot avoid: both
//! measured in the same run, and their ratio printed.

use std::time::{Duration, Instant};

use certlens::Source;
use certlens::peer::{self, Conversation};

const ROUNDS: u32 = 20;

fn main() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed");
    let read = |name: &str| Source {
        name: name.to_owned(),
        content: std::fs::read(folder.join(name)).expect("the guide's Secrets"),
    };
    let sources = ["provider-tls.yaml", "manager-tls.yaml"].map(read);
    let sides = peer::sides(&sources);
    let side = |at: Option<usize>| at.and_then(|at| sides.candidates.get(at));
    let conversation = Conversation::new("provider-service", "2026-12-01T00:00:00Z".parse().expect("a time"));
    let all = best(|| {
        let pair = peer::pair::pair(side(sides.server), side(sides.client), &conversation, peer::stacks());
        assert_eq!(pair.stacks.len(), peer::stacks().len());
    });
    let settings = certlens::Settings { time: conversation.time, ..certlens::Settings::default() };
    let peer_job = best(|| {
        let inspection = certlens::inspect(&sources, &settings);
        assert!(!inspection.paths.is_empty());
    });
    let (all_ms, inspect_ms) = (all.as_secs_f64() * 1000.0, peer_job.as_secs_f64() * 1000.0);
    println!(
        "{} stacks, both roles, every version: {all_ms:.1} ms, {:.2} times one inspection of the same Secrets ({inspect_ms:.1} ms)",
        peer::stacks().len(),
        all_ms / inspect_ms
    );
}

/// The best of some rounds.
fn best(mut job: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        job();
        best = best.min(start.elapsed());
    }
    best
}
