# Draws variance.svg from variance.dat, in this folder: gnuplot variance.gp
reset
set terminal svg size 600,454 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'variance.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'variance.dat'
set lmargin at screen 122.0/600
set rmargin at screen 576.0/600
set tmargin at screen 366.0/454
set bmargin at screen 62.0/454
set key at screen 122.0/600, screen 446.0/454 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xrange [0:100]
set yrange [7.5:-0.5]
set border 1
set ytics scale 0
set style textbox opaque fillcolor rgb '#ffffff' noborder margins 0.4,0.2
set xlabel 'share of the variance between runs (%)' offset 0,0.5
plot data using (100*$2):1:(0):(100*$3):($1-0.32):($1+0.32) with boxxyerror fillstyle solid 1 border linecolor rgb '#333333' fillcolor rgb '#0b4a75' title 'data order', \
  data using (100*$5):1:(100*$3):(100*$6):($1-0.32):($1+0.32) with boxxyerror fillstyle pattern 4 border linecolor rgb '#333333' fillcolor rgb '#d55e00' title 'dropout', \
  data using (100*$8):1:(100*$6):(100*$9):($1-0.32):($1+0.32) with boxxyerror fillstyle solid 1 border linecolor rgb '#333333' fillcolor rgb '#ededed' title 'remainder', \
  data using (100*$2):1:4 with labels textcolor rgb '#ffffff' notitle, \
  data using (100*$5):1:7 with labels boxed textcolor rgb '#000000' notitle, \
  data using (100*$8):1:10 with labels textcolor rgb '#000000' notitle, \
  data using (0):1:(''):yticlabels(11) with labels notitle
unset output
