# Draws predicted-3.svg from predicted-3.dat, in this folder: gnuplot predicted-3.gp
reset
set terminal svg size 600,427 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'predicted-3.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'predicted-3.dat'
set lmargin at screen 90.0/600
set rmargin at screen 500.0/600
set tmargin at screen 382.0/427
set bmargin at screen 62.0/427
set key at screen 90.0/600, screen 419.0/427 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set palette defined (0 '#f4f4f4', 0.3 '#c8c8c8', 1 '#555555')
set xlabel 'gold score' offset 0,0.5
set ylabel 'cosine similarity' offset 0.8,0
set label 'share of the pairs (%)' at screen 1-12.0/600, screen 1-16.0/427 right textcolor rgb '#222222'
set xrange [0:5]
set yrange [0.23:1.0]
set cbrange [0:*]
set bars small
plot data index 0 using 1:2:($1-0.125):($1+0.125):($2-0.01):($2+0.01):(100*$3) with boxxyerror fillstyle solid 1 noborder fillcolor palette notitle, \
  data index 1 using 1:2:3:4 with yerrorbars pointtype 7 pointsize 0.7 linewidth 1.8 linecolor rgb '#b03a00' title 'median and quartiles'
unset output
