# What a contributor runs, and what CI runs. `just` alone lists it.

export RUSTDOCFLAGS := "-D warnings"
# Snapshots are compared, never written; `just snapshots` writes them.
export INSTA_UPDATE := "no"

_list:
    @{{just_executable()}} --list --unsorted

# The program, optimised: target/release/demarche
build:
    cargo build --release --locked

# Everything of the study in data/, into data/cyber-debate/out
run-study:
    cargo run --release --locked -- run data/cyber-debate

# All tests
test *args:
    cargo test --locked {{args}}

# Rewrite the expected outputs of the tests; read the diff before committing it
snapshots:
    INSTA_UPDATE=always cargo test --locked --test command -- cli_help
    UPDATE_EXPECT=1 cargo test --locked --test command -- end_to_end broken_studies

# Format all code
fmt:
    cargo fmt --all
    cargo fmt --manifest-path fuzz/Cargo.toml

# Is all code formatted?
fmt-check:
    cargo fmt --all --check
    cargo fmt --check --manifest-path fuzz/Cargo.toml

# No warnings, in tests and benches neither
lint:
    cargo clippy --workspace --all-targets --locked -- -D warnings

# The documentation of the library: target/doc/demarche/index.html
doc:
    cargo doc --workspace --no-deps --locked

# Licences, banned crates, sources of crates
deny:
    cargo-deny --locked check licenses bans sources

# Pictures in pixels, which only the feature `png` builds
png:
    cargo test --locked --features png --test network png_is_drawn

# How many dependencies, none of which needs a C compiler or a newer Rust than Cargo.toml says
deps:
    .ci/dependencies

# The study from a clean copy of the repository, twice: the same bytes
clean-run:
    .ci/clean-run

# Every fuzz target for so many seconds; needs cargo-fuzz and a C++ compiler
fuzz seconds="20" *targets:
    .ci/fuzz {{seconds}} {{targets}}

# The saved inputs of the fuzz targets, made anew
fuzz-seeds:
    python3 fuzz/seeds

# The reader of graph files and the damage done to it, under AddressSanitizer
sanitize:
    .ci/sanitize

# The same in an interpreter that sees all undefined behaviour; needs a nightly with miri and rust-src
miri:
    .ci/miri

# What we write and serve, in other programs; `just interop --only fuseki` is one of them
interop *args:
    python3 tests/interop/run.py {{args}}

# Benchmarks; `just bench query` runs those with "query" in the name
bench *args:
    cargo bench --locked --bench study -- {{args}}

# The same work in other programs, side by side; `just peers --quick` in a minute
peers *args:
    python3 benches/peers/run.py {{args}}

# All that CI checks, the quick things first
ci: fmt-check deps deny lint doc clean-run test png interop sanitize fuzz
