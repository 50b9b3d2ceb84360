"""Lets `pip install .` build the Python module by CMake. pyproject.toml has the rest.

If CIKU_BUILD names a folder that CMake has configured, goes on with what was built there.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).resolve().parent


class CMakeBuild(build_ext):
    def build_extension(self, extension: Extension) -> None:
        build = Path(os.environ.get("CIKU_BUILD") or Path(self.build_temp) / "cmake").resolve()
        if not (build / "CMakeCache.txt").exists():
            options = [f"-DPython3_EXECUTABLE={sys.executable}", "-DCIKU_BUILD_MANUAL=OFF"]
            subprocess.run(["cmake", "--preset", "release", "-S", ROOT, "-B", build, *options], cwd=ROOT, check=True)
        jobs = str(len(os.sched_getaffinity(0)))
        subprocess.run(["cmake", "--build", build, "--target", "ciku_python", "--parallel", jobs], check=True)
        (module,) = (build / "python" / "ciku").glob("_ciku.*.so")
        self.copy_file(str(module), self.get_ext_fullpath(extension.name))


version = re.search(r"^project\(ciku VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)
assert version is not None
setup(version=version[1], ext_modules=[Extension("ciku._ciku", [])], cmdclass={"build_ext": CMakeBuild})
