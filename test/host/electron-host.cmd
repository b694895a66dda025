@echo off
rem Poses as Electron's executable on Windows: same arguments, another engine. See README.md beside it.
set "host_node=%ASSAY_HOST_NODE%"
if not defined host_node set "host_node=node"
"%host_node%" "%~dp0boot.ts" %*
