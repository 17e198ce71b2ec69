# Draws ranks.svg from ranks.dat, in this folder: gnuplot ranks.gp
reset
set terminal svg size 600,342 fixed noenhanced font 'Sans,15' background '#ffffff' dashlength 1
set output 'ranks.svg'
set encoding utf8
set decimalsign '.'
set datafile separator "\t"
set datafile missing '?'
set key autotitle columnhead
data = 'ranks.dat'
set lmargin at screen 96.0/600
set rmargin at screen 510.0/600
set tmargin at screen 302.0/342
set bmargin at screen 62.0/342
set key at screen 96.0/600, screen 334.0/342 left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0
set border 3 linecolor rgb '#444444'
set tics nomirror out scale 0.5 textcolor rgb '#222222'
unset key
set xrange [0.5:8.5]
set yrange [7.5:-0.5]
set y2range [7.5:-0.5]
set y2tics scale 0
set xtics 1,1
set border 1
set ytics scale 0
set bars 0.6
set grid xtics linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'
set xlabel 'place' offset 0,0.5
set label 'group' at screen 1-16.0/600,screen 1-20.0/342 right textcolor rgb '#222222'
plot data using 2:1:3:4:yticlabels(5) with xerrorbars pointtype 7 pointsize 1 linewidth 2 linecolor rgb '#0b3c5d' notitle, \
  data using 2:1:y2ticlabels(6) axes x1y2 with points pointsize 0 notitle
unset output
