"""The only hands on the disk: input files, hand-kept files, output folders."""

from build_scripts.files.disk import (
    FilesError,
    iterate_csv,
    join_files,
    make_folder,
    measure_file,
    parse_json,
    read_bytes,
    read_input,
    read_json,
    read_part,
    read_rows,
    read_text,
    replace_bytes,
    write_bytes,
    write_pieces,
    write_text,
)
from build_scripts.files.inputs import InputFile, find_refusal, list_reports, name_input, show_path
from build_scripts.files.layout import (
    PROJECT,
    DataVersion,
    Layout,
    list_codelists,
    list_data_versions,
    read_codelists,
    read_data_version,
)
from build_scripts.files.office import OfficeError, convert_to_docx, find_office
from build_scripts.files.placing import place_new
from build_scripts.files.sidecars import find_misnamed, leave_out_sidecars
from build_scripts.files.staging import Stage, check_apart, stage_output

__all__ = [
    "PROJECT",
    "DataVersion",
    "FilesError",
    "InputFile",
    "Layout",
    "OfficeError",
    "Stage",
    "check_apart",
    "convert_to_docx",
    "find_misnamed",
    "find_office",
    "find_refusal",
    "iterate_csv",
    "join_files",
    "leave_out_sidecars",
    "list_codelists",
    "list_data_versions",
    "list_reports",
    "make_folder",
    "measure_file",
    "name_input",
    "parse_json",
    "place_new",
    "read_bytes",
    "read_codelists",
    "read_data_version",
    "read_input",
    "read_json",
    "read_part",
    "read_rows",
    "read_text",
    "replace_bytes",
    "show_path",
    "stage_output",
    "write_bytes",
    "write_pieces",
    "write_text",
]
