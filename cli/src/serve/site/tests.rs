use std::fs;
use std::path::PathBuf;

use axum::body::Body;
use tower::ServiceExt;

use super::*;

/// A site in a folder of its own, removed when dropped.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Site {
        let dir = std::env::temp_dir().join(format!("minyi-serve-{}-{name}", std::process::id()));
        fs::create_dir_all(dir.join("answer")).unwrap();
        let site = Site(dir);
        site.write("index.html", "page");
        site.write("answer/index.html", "resident");
        site.write(".stamp", "private");
        site.write("app-0123456789abcdef_bg.wasm", "\0asm");
        site.write("app-0123456789abcdef_bg.wasm.br", "small");
        site
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    async fn get(&self, path: &str) -> Response {
        let request = Request::get(path).header("accept-encoding", "gzip, br");
        let request = request.body(Body::empty()).unwrap();
        router(&self.0).oneshot(request).await.unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

fn header(response: &Response, name: &str) -> String {
    response
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap().to_owned())
        .unwrap_or_default()
}

#[test]
fn pages_are_asked_for_again_and_hashed_files_are_kept() {
    run(async {
        let site = Site::new("cache");
        let page = site.get("/").await;
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(header(&page, "content-type"), "text/html");
        assert_eq!(header(&page, "cache-control"), "no-cache");
        let resident = site.get("/answer/").await;
        assert_eq!(resident.status(), StatusCode::OK);

        let wasm = site.get("/app-0123456789abcdef_bg.wasm").await;
        assert_eq!(
            header(&wasm, "cache-control"),
            "public, max-age=31536000, immutable"
        );
    });
}

#[test]
fn wasm_goes_compressed_and_with_the_type_that_streams() {
    run(async {
        let wasm = Site::new("wasm").get("/app-0123456789abcdef_bg.wasm").await;
        assert_eq!(header(&wasm, "content-type"), "application/wasm");
        assert_eq!(header(&wasm, "content-encoding"), "br");
        assert_eq!(header(&wasm, "content-length"), "5");
    });
}

#[test]
fn every_answer_carries_the_policy() {
    run(async {
        let site = Site::new("policy");
        for path in ["/", "/nothing", "/.stamp"] {
            let response = site.get(path).await;
            let policy = header(&response, "content-security-policy");
            assert_eq!(
                policy,
                format!("{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'")
            );
            assert_eq!(header(&response, "x-content-type-options"), "nosniff");
            let permissions = header(&response, "permissions-policy");
            assert!(permissions.contains("camera=(self)"), "{permissions}");
        }
    });
}

#[test]
fn what_is_not_the_site_is_not_found() {
    run(async {
        let site = Site::new("private");
        for path in [
            "/.stamp",
            "/answer/../.stamp",
            "/%2e%2e/Cargo.toml",
            "/absent-0123456789abcdef.js",
        ] {
            let response = site.get(path).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(header(&response, "cache-control"), "no-cache", "{path}");
        }
    });
}

#[test]
fn the_pages_say_the_same_policy_themselves() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for page in ["index.html", "app/answer/index.html"] {
        let page = fs::read_to_string(root.join(page)).unwrap();
        let meta = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY_POLICY}\">"
        );
        assert!(page.contains(&meta), "{page}");
    }
}

#[test]
fn only_names_with_a_hash_count_as_hashed() {
    assert!(is_hashed("/app-0123456789abcdef.js"));
    assert!(is_hashed("/answer/answer-0123456789abcdef_bg.wasm"));
    assert!(!is_hashed("/worker_loader.js"));
    assert!(!is_hashed("/surveys/annual-resident.json"));
    assert!(!is_hashed("/surveys/resident-qr-short.json"));
    assert!(!is_hashed("/"));
}
