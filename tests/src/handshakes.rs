//! The recorded handshakes, and how our predictions compare with them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use certlens::peer::{self, Cause, Conversation, Files, Prediction, Role, Stack, Suites, TlsVersion};
use serde::Deserialize;

/// `case.json`
#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    suites: Option<String>,
}

/// One row of `verdicts.jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// The folder of the case.
    pub case: String,
    /// The recorded stack, by the name of the recording.
    pub stack: String,
    /// `client`, `server` or `mutual`.
    pub role: String,
    /// `1.2`, `1.3` or `-`.
    pub tls: String,
    /// `accept`, `reject` or `load_error`.
    pub verdict: String,
    /// The stack's own text.
    pub error: String,
    /// What the counterpart saw.
    pub peer_sees: String,
    /// Who found the fault.
    pub by: String,
    /// What a second recording agreed with.
    pub stable: String,
}

/// When the handshakes were recorded, give or take some hours. The `time` of the cases is noon of that day, at which the
/// certificates of `base-seed-openssl` had not been made yet; all other dates are years away.
const RECORDED_AT: &str = "2026-11-24T00:00:00Z";

/// The recorded name of a stack, and ours.
const NAMES: &[(&str, &str)] = &[
    ("go", "go"),
    ("go-old", "go-1.22"),
    ("grpc-boringssl", "grpc"),
    ("openssl-seclevel2", "openssl"),
    ("openssl-seclevel1", "openssl-seclevel1"),
    ("openssl-cli", "openssl-cli"),
    ("node", "node"),
    ("java-jsse", "java"),
    ("rustls", "rustls"),
    ("gnutls", "gnutls"),
    ("nss", "nss"),
    ("mbedtls", "mbedtls"),
    ("wolfssl", "wolfssl"),
    ("python-3.13", "python-3.13"),
];

/// A recorded row beside our prediction.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The recording.
    pub row: Row,
    /// Our name of the stack.
    pub stack: &'static str,
    /// Our verdict, error and what the peer sees.
    pub ours: (String, String, String),
    /// Why we say that it refuses.
    pub cause: Option<Cause>,
}

impl Compared {
    /// True if the verdicts agree.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.row.verdict == self.ours.0
    }

    /// True if the error texts agree, the variable parts masked.
    #[must_use]
    pub fn has_text(&self) -> bool {
        masked(&self.row.error) == masked(&self.ours.1)
    }

    /// True if what the peer sees agrees.
    #[must_use]
    pub fn has_peer(&self) -> bool {
        masked(&self.row.peer_sees) == masked(&self.ours.2)
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { case, role, tls, verdict, error, peer_sees, by, .. } = &self.row;
        let cause = self.cause.map_or_else(String::new, |cause| format!(" {cause:?}"));
        writeln!(f, "{case} {} {role} {tls} (by {by}){cause}", self.stack)?;
        writeln!(f, "  recorded {verdict:<10} {error}\n           sees       {peer_sees}")?;
        let (verdict, error, peer_sees) = &self.ours;
        write!(f, "  ours     {verdict:<10} {error}\n           sees       {peer_sees}")
    }
}

/// What differs from one run to the next: addresses in memory, ports, lines of a C file, times, paths, the process.
#[must_use]
pub fn masked(text: &str) -> String {
    let mut masked = String::new();
    for word in text.split_inclusive([' ', ',', ')', ']', '"']) {
        let bare = word.trim_end_matches([' ', ',', ')', ']', '"', '.']);
        let rest = &word[bare.len()..];
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count = bare.strip_prefix('(').filter(|count| *count == "N" || digits(count));
        if count.is_some() {
            masked.push_str("(COUNT");
        } else if bare.contains("0xADDR") || (bare.starts_with("0x") || bare.starts_with("[0x")) {
            masked.push_str("ADDR");
        } else if let Some((file, line)) = bare.rsplit_once(".c:")
            && digits(line)
        {
            masked.push_str(file);
            masked.push_str(".c:LINE");
        } else if bare == "NOW" || (digits(bare) && bare.len() >= 10) || is_time(bare) {
            masked.push_str("TIME");
        } else {
            masked.push_str(bare);
        }
        masked.push_str(rest);
    }
    masked
}

/// `2026-11-23T12:00:00Z`
fn is_time(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 19 && bytes.get(4) == Some(&b'-') && bytes.get(10) == Some(&b'T')
}

/// Every row whose verdict was the same in both recordings, of the stacks that are implemented, beside our prediction.
///
/// # Panics
/// If a file of the recording cannot be read.
#[must_use]
pub fn compare(folder: &Path, stacks: &[&'static Stack], only: Option<&str>) -> Vec<Compared> {
    let rows = fs::read_to_string(folder.join("verdicts.jsonl")).expect("verdicts.jsonl");
    let mut cases: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for line in rows.lines() {
        let row: Row = serde_json::from_str(line).expect("a row");
        let wanted = only.is_none_or(|only| row.case.contains(only));
        if wanted && row.role != "mutual" && row.tls != "-" && row.stable != "nothing" {
            cases.entry(row.case.clone()).or_default().push(row);
        }
    }
    cases.into_iter().flat_map(|(case, rows)| compare_case(folder, &case, rows, stacks)).collect()
}

fn compare_case(folder: &Path, case: &str, rows: Vec<Row>, stacks: &[&'static Stack]) -> Vec<Compared> {
    let folder = folder.join("cases").join(case);
    let about: Case =
        serde_json::from_slice(&fs::read(folder.join("case.json")).expect("case.json")).expect("a case");
    let files = |side: &str| {
        let read = |name: &str| fs::read(folder.join(side).join(name)).ok().map(Into::into);
        Files { certificate: read("tls.crt"), key: read("tls.key"), trust: read("ca.crt") }
    };
    let suites = about.suites.as_deref().map_or_else(Suites::default, |text| Suites {
        ecdhe_rsa: text.contains("ecdhe-rsa"),
        ecdhe_ecdsa: text.contains("ecdhe-ecdsa"),
    });
    let time = RECORDED_AT.parse().expect("a time");
    let conversation = Conversation { suites, ..Conversation::new(about.name, time) };
    let predicted = peer::judge(&files("server"), &files("client"), &conversation, stacks);
    let find = |row: &Row| {
        let (_, id) = NAMES.iter().find(|(recorded, _)| *recorded == row.stack)?;
        let verdicts = predicted.iter().find(|verdicts| verdicts.stack.id == *id)?;
        let (role, version, verdict) = verdicts
            .verdicts
            .iter()
            .find(|(role, version, _)| role.name() == row.role && version.to_string() == row.tls)?;
        let cause = verdict.refusal().map(|refusal| refusal.cause);
        Some((verdicts.stack.id, words(*role, *version, verdict), cause))
    };
    let compared = |row: Row| find(&row).map(|(stack, ours, cause)| Compared { row, stack, ours, cause });
    rows.into_iter().filter_map(compared).collect()
}

fn words(role: Role, version: TlsVersion, verdict: &Prediction) -> (String, String, String) {
    match verdict {
        Prediction::Accept => ("accept".to_owned(), String::new(), "ok".to_owned()),
        Prediction::LoadError(refusal) => ("load_error".to_owned(), refusal.error.clone(), String::new()),
        Prediction::Reject(refusal) => {
            ("reject".to_owned(), refusal.error.clone(), refusal.peer_sees.in_go(role, version))
        }
        Prediction::Undetermined(reason) => ("undetermined".to_owned(), reason.clone(), String::new()),
    }
}

/// How many rows agree.
#[derive(Debug, Clone, Copy, Default)]
pub struct Agreement {
    /// Rows.
    pub rows: usize,
    /// Rows with the same verdict.
    pub verdicts: usize,
    /// Refusals that the recording and we agree on.
    pub refusals: usize,
    /// Of those, with the same text.
    pub texts: usize,
    /// Of those that the peer could see, with the same sight.
    pub sights: usize,
    /// Those that the peer could see.
    pub seen: usize,
}

impl Agreement {
    /// Counts one row.
    pub fn count(&mut self, compared: &Compared) {
        self.rows += 1;
        self.verdicts += usize::from(compared.is_right());
        if compared.row.verdict == "accept" {
            return;
        }
        self.refusals += 1;
        self.texts += usize::from(compared.has_text());
        if compared.row.verdict == "reject" {
            self.seen += 1;
            self.sights += usize::from(compared.has_peer());
        }
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| {
            let permille = (part * 1000).checked_div(whole).unwrap_or(1000);
            format!("{:>4}.{} %", permille / 10, permille % 10)
        };
        write!(
            f,
            "verdict {} of {:>5}   text {} of {:>5}   peer sees {} of {:>5}",
            share(self.verdicts, self.rows),
            self.rows,
            share(self.texts, self.refusals),
            self.refusals,
            share(self.sights, self.seen),
            self.seen
        )
    }
}
