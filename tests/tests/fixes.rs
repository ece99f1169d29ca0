//! Every fix, carried out by openssl: what it says it cures is gone, and nothing new is wrong.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use certlens::inventory::Content;
use certlens::reissue::{CURED, CURED_BY_A_NAME, Fix};
use certlens::rule::{Outcome, Severity};
use certlens::span::{Location, ObjectId};
use certlens::time::Timestamp;
use certlens::{Inspection, Settings, Source, inspect};

/// 2030-02-01: the fixtures of rules are valid then, unless that is what is wrong with them.
const TIME: &str = "2030-02-01T00:00:00Z";

/// Fixtures of something else whose certificates are hard to write down again, or are the guide's, and when they are valid.
const OTHERS: &[(&str, &str)] = &[
    ("seed/provider-tls.yaml", "2026-12-01T12:00:00Z"),
    ("seed/manager-tls.yaml", "2026-12-01T12:00:00Z"),
    ("seed/server-csr.pem", "2026-12-01T12:00:00Z"),
    ("names/awkward.pem", "2026-12-01T12:00:00Z"),
    ("pins/rsa.pem", "2026-12-01T12:00:00Z"),
    ("pins/ed25519.pem", "2026-12-01T12:00:00Z"),
    ("pins/p384-ca.pem", "2026-12-01T12:00:00Z"),
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source { name, content: fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())) }
}

fn settings(time: &str) -> Settings {
    Settings { time: time.parse().unwrap(), ..Settings::default() }
}

/// The codes of what is wrong with one object.
fn codes(inspection: &Inspection, object: ObjectId, least: Severity) -> BTreeSet<&'static str> {
    let is_own = |location: &Location| match location {
        Location::Object(own) | Location::Field { object: own, .. } => *own == object,
        _ => false,
    };
    let found = inspection.findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
    let own = found.filter(|finding| is_own(&finding.location) && finding.rule.severity >= least);
    own.map(|finding| finding.rule.code).collect()
}

/// Runs a script in the folder; its words on standard error if it fails.
fn shell(folder: &Path, script: &str) -> Result<(), String> {
    let output = Command::new("sh").args(["-e", "-c", script]).current_dir(folder).output().expect("a shell");
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// What openssl makes of the fix: the codes of all that is wrong with it. Its subject is the one it had.
fn carried_out(folder: &Path, fix: &Fix, before: &Inspection) -> Result<BTreeSet<&'static str>, String> {
    let stem = fix.file.trim_end_matches(".cnf");
    fs::write(folder.join(&fix.file), &fix.config).unwrap();
    if let Content::Request(request) = &before.inventory.object(ObjectId(fix.object)).unwrap().content {
        fs::write(folder.join("request.der"), &request.der).unwrap();
        shell(folder, &format!("openssl req -inform DER -in request.der -out {stem}.csr"))?;
    } else if !fix.commands.contains("genpkey") {
        shell(
            folder,
            &format!("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {stem}.key"),
        )?;
    }
    shell(folder, &fix.commands)?;
    let [new, ca] = [format!("{stem}.crt"), "ca.crt".to_owned()].map(|name| read(&folder.join(name)));
    let trusted = inspect(&[new.clone(), ca.clone()], &Settings::default());
    let (id, certificate) = trusted.inventory.certificates().next().ok_or("nothing was made")?;
    let was = match &before.inventory.object(ObjectId(fix.object)).unwrap().content {
        Content::Certificate(certificate) => certificate.subject.to_string(),
        Content::Request(request) => request.subject.to_string(),
        _ => String::new(),
    };
    let is = certificate.subject.to_string();
    if is != was && !fix.gaps.iter().any(|gap| gap.contains("of the subject, `")) {
        return Err(format!("the subject is {is} and was {was}"));
    }
    let begin = certificate.validity.not_before.instant.ok_or("no notBefore")?;
    let anchors = trusted.inventory.certificates().filter(|(_, own)| own.is_self_issued());
    let anchors: Vec<ObjectId> = anchors.map(|(id, _)| id).collect();
    let anchors = anchors.iter().filter_map(|id| trusted.inventory.object(*id)?.sha256()).collect();
    let settings = Settings { time: Timestamp(begin.0 + 3600), trust: anchors, ..Settings::default() };
    Ok(codes(&inspect(&[new, ca], &settings), id, Severity::Notice))
}

#[test]
fn openssl_makes_what_is_promised() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("SKIPPED: openssl is not installed, and no fix is carried out");
        return;
    }
    let folder = std::env::temp_dir().join(format!("certlens-fixes-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    shell(
        &folder,
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days 3660 \
         -subj '/CN=A good CA' -addext basicConstraints=critical,CA:TRUE,pathlen:1 \
         -addext keyUsage=critical,keyCertSign,cRLSign",
    )
    .unwrap();
    let of_rules = fs::read_dir(fixtures().join("rules")).unwrap().flatten();
    let all: Vec<&str> = CURED.iter().chain(CURED_BY_A_NAME).copied().collect();
    let of_rules = of_rules.filter(|entry| all.contains(&entry.file_name().to_string_lossy().as_ref()));
    let of_rules = of_rules.flat_map(|entry| fs::read_dir(entry.path()).unwrap().flatten());
    let broken = of_rules.map(|entry| entry.path()).filter(|path| path.to_string_lossy().contains("/broken"));
    let mut cases: Vec<(PathBuf, &str)> = broken.map(|path| (path, TIME)).collect();
    cases.extend(OTHERS.iter().map(|(name, time)| (fixtures().join(name), *time)));
    let mut cured = BTreeSet::new();
    let mut faults = Vec::new();
    for (path, time) in &cases {
        let before = inspect(&[read(path)], &settings(time));
        for fix in before.fixes(|_| true) {
            let was = codes(&before, ObjectId(fix.object), Severity::Notice);
            match carried_out(&folder, &fix, &before) {
                Ok(after) => {
                    let left = fix.cures.iter().filter(|code| after.contains(code.as_str()));
                    let left: Vec<&String> = left.collect();
                    let new: Vec<&&str> = after.difference(&was).filter(|code| is_grave(code)).collect();
                    if !left.is_empty() || !new.is_empty() {
                        faults.push(format!(
                            "{} #{}: left {left:?}, new {new:?}",
                            path.display(),
                            fix.object
                        ));
                    }
                    cured.extend(fix.cures);
                }
                Err(why) => faults.push(format!("{} #{}: {why}\n{}", path.display(), fix.object, fix.config)),
            }
        }
    }
    let before = inspect(&[hostile(&folder)], &settings("2026-12-01T00:00:00Z"));
    let fixes = before.fixes(|_| true);
    assert!(fixes[0].gaps.is_empty(), "{:?}", fixes[0].gaps);
    assert_eq!(carried_out(&folder, &fixes[0], &before).map(|_| ()), Ok(()));
    let [old, new] =
        ["hostile.pem", &fixes[0].file.replace(".cnf", ".crt")].map(|name| uris(&folder.join(name)));
    assert_eq!(old, new);
    fs::remove_dir_all(&folder).unwrap();
    let unproven: Vec<&&str> = all.iter().filter(|code| !cured.contains(**code)).collect();
    assert!(unproven.is_empty(), "no fixture gives a fix for {unproven:?}");
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// A certificate whose names are full of what configurations and shells take for something else.
fn hostile(folder: &Path) -> Source {
    let config = "[req]\nprompt = no\nutf8 = yes\nstring_mask = utf8only\ndistinguished_name = s\n[s]\n\
                  0.O = \"Ünïcode, \\\"Söhne\\\" & 株式会社\"\n1.OU = \"$ENV::HOME `id` 'x' \\\\ #y; ${z}\"\n\
                  2.OU = \" blanks \"\n3.+OU = @names\n4.CN = hostile\n5.2.5.4.9 = Weg 1\n\
                  [x]\nkeyUsage = keyEncipherment\nextendedKeyUsage = clientAuth\nsubjectAltName = @n\n\
                  [n]\nURI.1 = \"spiffe://td/a,b;c='$d'\"\nURI.2 = \"https://a.b/?q=\\\"x\\\"#f\"\n";
    fs::write(folder.join("hostile.cnf.old"), config).unwrap();
    shell(
        folder,
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout old.key -out hostile.pem -days 9000 \
         -config hostile.cnf.old -extensions x",
    )
    .unwrap();
    read(&folder.join("hostile.pem"))
}

fn uris(path: &Path) -> Vec<String> {
    let inspection = inspect(&[read(path)], &Settings::default());
    let (_, certificate) = inspection.inventory.certificates().next().unwrap();
    let names = certificate.subject_alternative_names().unwrap();
    names.iter().map(|name| name.value.text().into_owned()).collect()
}

fn is_grave(code: &str) -> bool {
    certlens::rule(code).is_some_and(|rule| rule.severity > Severity::Notice)
}

#[test]
fn the_seed_is_written_down_again_as_it_was_meant() {
    let before = inspect(&[read(&fixtures().join("seed/provider-tls.yaml"))], &settings(OTHERS[0].1));
    let fixes = before.fixes(|_| true);
    let [leaf, ca] = fixes.as_slice() else { panic!("{fixes:#?}") };
    for line in [
        "0.C = US",
        "4.CN = provider-service",
        "keyUsage = critical,digitalSignature\n",
        "extendedKeyUsage = serverAuth\n",
        "DNS.3 = provider-service.default.svc\n",
    ] {
        assert!(leaf.config.contains(line), "{line}: {}", leaf.config);
    }
    assert!(!leaf.config.contains("localhost"), "{}", leaf.config);
    assert!(leaf.commands.contains("rsa_keygen_bits:4096"), "{}", leaf.commands);
    for line in [
        "  name: provider-service\n  namespace: \"default\"\n",
        "  secretName: \"provider-tls\"\n",
        "    rotationPolicy: Always\n",
        "    - server auth\n",
        "    - \"provider-service.default.svc\"\n",
        "  duration: 2160h\n",
    ] {
        assert!(leaf.manifest.contains(line), "{line}: {}", leaf.manifest);
    }
    assert!(ca.config.contains("basicConstraints = critical,CA:TRUE,pathlen:0\n"), "{}", ca.config);
    assert!(ca.manifest.contains("isCA: true\n"), "{}", ca.manifest);
}
