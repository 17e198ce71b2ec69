import Commands

SimCSE.main()
