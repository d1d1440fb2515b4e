; Windows knows only the last part of a file's ending. Onrecord is offered under "Open with" for .json and never becomes its
; program by itself; nothing of another program's is touched, and everything goes with the uninstaller.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Onrecord.Annotation" "" "Onrecord annotation or project"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Onrecord.Annotation\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Onrecord.Annotation\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\.json\OpenWithProgids" "Onrecord.Annotation" ""
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Onrecord.Annotation"
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.json\OpenWithProgids" "Onrecord.Annotation"
!macroend
