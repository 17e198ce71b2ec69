# Draws response.svg from response.dat, in this folder: gnuplot response.gp
reset
set terminal svg size 600,382 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'response.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'response.dat'
set lmargin at screen 112.0/600
set rmargin at screen 574.0/600
set tmargin at screen 312.0/382
set bmargin at screen 62.0/382
set key at screen 112.0/600, screen 374.0/382 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
set xlabel 'variant.count' offset 0,0.5
set ylabel 'average, Spearman × 100' offset 0.8,0
set xrange [25.6:640.0]
set logscale x
set xtics (32.0, 64.0, 128.0, 256.0, 512.0)
set bars small
set grid ytics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
plot data index 0 using 1:(100*$2) with lines dashtype 1 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
  data index 0 using 1:(100*$2):(100*$3):(100*$4) with yerrorbars pointtype 7 pointsize 1 linewidth 1.8 linecolor rgb '#0072b2' title columnheader(5), \
  data index 1 using 1:(100*$2) with lines dashtype (9,4) linewidth 1.8 linecolor rgb '#d55e00' title columnheader(3)
unset output
