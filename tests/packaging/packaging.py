# SPDX-License-Identifier: Apache-2.0
"""What is installed is whole, and hosts are built from it.

usage: packaging.py install|deb|java|subdirectory SOURCE_DIR BUILD_DIR VERSION
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
CONSUMER = HERE / "consumer"


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          timeout=600, **options)
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def files_of(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


class Check:
    def __init__(self, source, build, version, work):
        self.source, self.build = pathlib.Path(source), pathlib.Path(build)
        self.version, self.soversion = version, ".".join(version.split(".")[:2])
        self.work = work

    # --- what is there

    def files(self, prefix, libraries):
        """Exactly these files, headers included; `libraries` is the folder of libraries."""
        headers = {f"include/interactions/{name}"
                   for name in files_of(self.source / "include/interactions")}
        package = {f"{libraries}/cmake/interactions/{name}" for name in (
            "interactionsConfig.cmake", "interactionsConfigVersion.cmake",
            "interactionsTargets.cmake", "interactionsTargets-release.cmake",
            "interactionsStaticTargets.cmake", "interactionsStaticTargets-release.cmake",
            "interactionsSandboxTargets.cmake", "interactionsSandboxTargets-release.cmake",
            "modules/FindPhoneNumber.cmake", "modules/FindUtf8proc.cmake",
            "modules/FindWebP.cmake")}
        links = {f"{libraries}/lib{name}.so{end}" for name in ("interactions", "interactions_sandbox")
                 for end in ("", f".{self.soversion}", f".{self.version}")}
        documents = {f"share/doc/{name}/copyright" for name in (
            f"libinteractions{self.soversion}", "libinteractions-dev", "interactions-sandbox")}
        wanted = headers | package | links | documents | {
            f"{libraries}/libinteractions.a", f"{libraries}/pkgconfig/interactions.pc",
            "share/doc/libinteractions-dev/CHANGELOG.md", "bin/interactions-sandbox",
            f"share/doc/libinteractions{self.soversion}/interactions.spdx.json"}
        found = files_of(prefix)
        assert found == wanted, (f"missing: {sorted(wanted - found)}\n"
                                 f"not expected: {sorted(found - wanted)}")
        for header in headers:
            first = (prefix / header).read_text(encoding="utf-8").splitlines()[0]
            assert "SPDX-License-Identifier: Apache-2.0" in first, header
        print(f"ok files ({len(found)})")

    def library(self, libraries):
        """The SONAME, no search path, and each library it needs named in the SBOM."""
        library = libraries / f"libinteractions.so.{self.version}"
        dynamic = run("readelf", "-d", library)
        soname = re.search(r"SONAME.*\[(.*)\]", dynamic)[1]
        assert soname == f"libinteractions.so.{self.soversion}", soname
        assert "RUNPATH" not in dynamic and "RPATH" not in dynamic, dynamic
        needed = {re.match(r"lib([\w+]+?)(?:-[.\d]+)?\.so", name)[1]
                  for name in re.findall(r"NEEDED.*\[(lib.*)\]", dynamic)}
        of_the_system = {"c", "m", "stdc++", "gcc_s", "pthread"}
        sbom = next(libraries.parent.rglob("interactions.spdx.json"), None) or next(
            libraries.parents[1].rglob("interactions.spdx.json"))
        said = json.loads(sbom.read_text(encoding="utf-8"))
        names = {package["name"] for package in said["packages"]}
        spelled = {"curl": "curl", "sqlite3": "sqlite", "phonenumber": "libphonenumber",
                   "utf8proc": "utf8proc", "crypto": "openssl", "jpeg": "libjpeg-turbo",
                   "png16": "libpng", "webp": "libwebp"}
        unnamed = {name for name in needed - of_the_system if spelled.get(name) not in names}
        assert not unnamed, f"not in the SBOM: {sorted(unnamed)}"
        assert all(package["versionInfo"] != "NOASSERTION" for package in said["packages"]), said
        print(f"ok library ({soname}, {len(names)} packages in the SBOM)")

    # --- hosts

    def hosts(self, folder, environment=None):
        """Both programs run, in an environment that knows no other copy of the library."""
        for name in ("consumer_c", "consumer_cpp"):
            with tempfile.TemporaryDirectory(dir=self.work) as account:
                said = run(folder / name, f"{account}/a", env={"PATH": os.environ["PATH"],
                                                               **(environment or {})})
            assert said == f"interactions {self.version}, status 0, 0 left\n", said

    def by_cmake(self, way, prefix, *options, build_type="Release"):
        folder = self.work / f"cmake-{way}"
        run("cmake", "-G", "Ninja", "-S", CONSUMER, "-B", folder, f"-DWAY={way}",
            f"-DCMAKE_BUILD_TYPE={build_type}", f"-DCMAKE_PREFIX_PATH={prefix}", *options)
        run("cmake", "--build", folder, "-j", "2")
        return folder

    # The hosts are small, and compiled as fast as can be.
    PLAIN = ("-DCMAKE_C_FLAGS_RELEASE=-O0", "-DCMAKE_CXX_FLAGS_RELEASE=-O0")

    def by_find_package(self, prefix):
        self.hosts(self.by_cmake("package", prefix, *self.PLAIN))
        print("ok find_package, shared")

    def static_by_find_package(self, prefix):
        folder = self.by_cmake("static", prefix, *self.PLAIN)
        assert "libinteractions" not in run("readelf", "-d", folder / "consumer_c")
        self.hosts(folder)
        print("ok find_package, static")

    def pkg_config(self, libraries, *question):
        """Asks of this copy of the library, and of what the system has."""
        known = run("pkg-config", "--variable", "pc_path", "pkg-config").strip()
        search = {**os.environ, "PKG_CONFIG_LIBDIR": f"{libraries / 'pkgconfig'}:{known}"}
        return run("pkg-config", "--print-errors", *question, "interactions", env=search).split()

    def by_compiler(self, flags, environment=None):
        folder = self.work / "pkg-config"
        folder.mkdir(exist_ok=True)
        run("cc", CONSUMER / "consumer.c", *flags, "-o", folder / "consumer_c")
        run("c++", "-std=c++20", CONSUMER / "consumer.cpp", *flags, "-o", folder / "consumer_cpp")
        self.hosts(folder, environment)

    def by_pkg_config(self, libraries):
        assert self.pkg_config(libraries, "--modversion") == [self.version]
        self.by_compiler(self.pkg_config(libraries, "--cflags", "--libs"),
                         {"LD_LIBRARY_PATH": str(libraries)})
        print("ok pkg-config, shared")

    def static_by_pkg_config(self, libraries):
        # The archive by name: with -linteractions the linker takes the shared library beside it.
        self.by_compiler([libraries / "libinteractions.a" if flag == "-linteractions" else flag
                          for flag in self.pkg_config(libraries, "--static", "--cflags", "--libs")])
        print("ok pkg-config, static")

    # --- packages

    def pack(self, *options):
        """name -> file of the Debian packages that cpack makes."""
        for tool in ("dpkg-deb", "dpkg-shlibdeps"):
            if not shutil.which(tool):
                print(f"SKIP: {tool} is not installed")
                sys.exit(77)
        packages = self.work / "packages"
        run("cpack", "--config", self.build / "CPackConfig.cmake", "-B", packages, *options,
            cwd=self.build)
        return {run("dpkg-deb", "-f", path, "Package").strip(): path
                for path in packages.glob("*.deb")}

    # --- the four tests

    def install(self):
        first = self.work / "first"
        run("cmake", "--install", self.build, "--prefix", first)
        # Whoever moves it finds it whole: nothing in it names where it was.
        prefix = self.work / "moved"
        first.rename(prefix)
        self.files(prefix, "lib")
        self.library(prefix / "lib")
        self.by_find_package(prefix)
        self.static_by_find_package(prefix)
        self.by_pkg_config(prefix / "lib")
        self.static_by_pkg_config(prefix / "lib")

    def deb(self):
        found = self.pack("-D", "CPACK_COMPONENTS_ALL=runtime;dev;sandbox")
        runtime = f"libinteractions{self.soversion}"
        assert set(found) == {runtime, "libinteractions-dev", "interactions-sandbox"}, found
        depends = run("dpkg-deb", "-f", found[runtime], "Depends")
        for library in ("libcurl4", "libsqlite3-0", "libphonenumber8", "libutf8proc2",
                        "libssl3", "libjpeg62-turbo", "libpng16-16", "libwebp7"):
            assert library in depends, depends
        assert f"{runtime} (= {self.version})" in run("dpkg-deb", "-f",
                                                      found["libinteractions-dev"], "Depends")
        assert f"libinteractions {self.soversion} {runtime}" in run(
            "dpkg-deb", "-I", found[runtime], "shlibs")
        print("ok packages and what they depend on")

        root = self.work / "root"
        run("dpkg", "-x", found[runtime], root)
        assert not (root / "usr/include").exists()
        run("dpkg", "-x", found["libinteractions-dev"], root)
        run("dpkg", "-x", found["interactions-sandbox"], root)
        self.files(root / "usr", "lib")
        self.library(root / "usr/lib")
        self.by_find_package(root / "usr")
        self.by_pkg_config(root / "usr/lib")
        said = run(root / "usr/bin/interactions-sandbox", "--help",
                   env={"LD_LIBRARY_PATH": str(root / "usr/lib")})
        assert "interactions-sandbox" in said, said
        print("ok the sandbox starts")

    def java(self):
        """A program in Kotlin uses the library as two packages bring it, and nothing else of this build
        but the compiler."""
        binding = self.build / "bindings/kotlin"
        if not (binding / "interactions.jar").exists() or (binding / "skipped").exists():
            print("SKIP: no jars yet: ctest -R bindings_kotlin_build makes them")
            sys.exit(77)
        found = self.pack("-D", "CPACK_COMPONENTS_ALL=runtime;java")
        runtime = f"libinteractions{self.soversion}"
        assert set(found) == {runtime, "libinteractions-java"}, found
        depends = run("dpkg-deb", "-f", found["libinteractions-java"], "Depends")
        for package in (f"{runtime} (= {self.version})", "default-jre-headless", "libc6", "libstdc++6"):
            assert package in depends, depends
        root = self.work / "root"
        run("dpkg", "-x", found["libinteractions-java"], root)
        files = {"lib/jni/libinteractions_jni.so", "share/java/interactions.jar",
                 "share/doc/libinteractions-java/copyright"}
        assert files_of(root / "usr") == files, files_of(root / "usr")
        run("dpkg", "-x", found[runtime], root)
        print("ok packages and what they depend on")

        jar = root / "usr/share/java/interactions.jar"
        brought = f"{binding / 'kotlin-stdlib.jar'}:{binding / 'coroutines.jar'}"
        compiler = next((binding / "venv").rglob("run_kotlin_kernel/jars"))
        classes = self.work / "classes"
        run("java", "-Xmx1g", "-cp", f"{compiler}/*", "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            "-no-stdlib", "-no-reflect", "-Werror", "-classpath", f"{jar}:{brought}", "-d", classes,
            CONSUMER / "Consumer.kt")
        said = run("java", f"-Djava.library.path={root / 'usr/lib/jni'}", "-cp",
                   f"{classes}:{jar}:{brought}", "ConsumerKt", self.work / "account",
                   env={"PATH": os.environ["PATH"]})
        assert said == f"interactions {self.version}, 0 rows, 0 left\n", said
        print("ok a program in Kotlin")

    def subdirectory(self):
        """Compiled once more, so in another build: for debugging, without pictures."""
        folder = self.by_cmake("subdirectory", "", f"-DSOURCE={self.source}", "-DIX_WERROR=ON",
                               "-DIX_UNITY=ON", "-DIX_WITH_IMAGES=OFF", build_type="Debug")
        self.hosts(folder)
        # A host that takes the library in installs and tests its own things only.
        targets = run("cmake", "--build", folder, "--target", "help")
        assert "package: phony" not in targets and "interactions_sandbox" not in targets, targets
        print("ok add_subdirectory")


def main(what, *arguments):
    with tempfile.TemporaryDirectory(prefix="ix-packaging-") as work:
        getattr(Check(*arguments, pathlib.Path(work)), what)()


if __name__ == "__main__":
    main(*sys.argv[1:])
